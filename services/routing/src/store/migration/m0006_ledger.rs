//! The ledgers of clocks (R4.12), and by which calendar they run (R4.6).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer_null, string, string_null, text, text_null, uuid, uuid_null,
};

pub(super) struct Ledger;

impl MigrationName for Ledger {
    fn name(&self) -> &'static str {
        "m0006_routing_ledger"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Ledger {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(ledger()).await?;
        manager.create_table(calendar_seen()).await?;
        for statement in INDEXES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const INDEXES: [&str; 2] = [
    "CREATE INDEX ledger_clock ON ledger (clock, asked_at)",
    "CREATE INDEX ledger_complaint ON ledger (complaint, asked_at)",
];

fn ledger() -> TableCreateStatement {
    Table::create()
        .table("ledger")
        .col(uuid("id").primary_key())
        .col(uuid("complaint"))
        .col(uuid("clock"))
        .col(string("kind"))
        .col(string_null("basis"))
        .col(integer_null("amount"))
        .col(string("ground"))
        .col(text("reason"))
        .col(text("asked_by"))
        .col(big_integer("asked_at"))
        .col(string("stage"))
        .col(text_null("decided_by"))
        .col(big_integer_null("decided_at"))
        .col(big_integer_null("old_due_at"))
        .col(big_integer_null("new_due_at"))
        .col(text_null("ended_by"))
        .col(big_integer_null("ended_at"))
        .col(big_integer_null("notice_at"))
        .col(text_null("explanation"))
        .to_owned()
}

fn calendar_seen() -> TableCreateStatement {
    Table::create()
        .table("calendar_seen")
        .col(string("name").primary_key())
        .col(string("revision"))
        .col(uuid_null("after_clock"))
        .to_owned()
}
