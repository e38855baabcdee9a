//! Deliveries, and what is known of their complaints.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean_null, integer, string, string_null, text, uuid,
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_notification_deliveries"
    }
}

/// The first: a notice is made once of an event. The second: what is due. The last: lists.
const INDEXES: [&str; 4] = [
    "CREATE UNIQUE INDEX delivery_once ON delivery (event_id, audience, template)",
    "CREATE INDEX delivery_due ON delivery (next_at) WHERE state = 'waiting'",
    "CREATE INDEX delivery_of_complaint ON delivery (complaint, id)",
    "CREATE INDEX delivery_in_state ON delivery (state, id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let matter = Table::create()
            .table("matter")
            .col(uuid("complaint").primary_key())
            .col(string_null("number"))
            .col(string_null("unit"))
            .col(string_null("lead"))
            .col(boolean_null("anonymous"))
            .col(boolean_null("imported"))
            .col(boolean_null("restricted"))
            .col(string_null("concerned"))
            .to_owned();
        manager.create_table(matter).await?;
        let delivery = Table::create()
            .table("delivery")
            .col(uuid("id").primary_key())
            .col(uuid("complaint"))
            .col(uuid("event_id"))
            .col(string("template"))
            .col(string("audience"))
            .col(string_null("unit"))
            .col(text("details"))
            .col(big_integer("created_at"))
            .col(string_null("traceparent"))
            .col(string("state"))
            .col(integer("attempt"))
            .col(big_integer_null("next_at"))
            .col(big_integer_null("sent_at"))
            .col(string_null("channel"))
            .col(string_null("reason"))
            .to_owned();
        manager.create_table(delivery).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}
