//! Orders, clocks and deadlines (R4).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, integer_null, string, string_null, text, text_null, uuid,
    uuid_null,
};

pub(super) struct Orders;

impl MigrationName for Orders {
    fn name(&self) -> &'static str {
        "m0002_routing_orders"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Orders {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [complaint(), orders(), clock(), deadline()] {
            manager.create_table(table).await?;
        }
        for statement in INDEXES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const INDEXES: [&str; 8] = [
    "CREATE INDEX orders_complaint ON orders (complaint, served_at)",
    "CREATE INDEX orders_unit ON orders (lead, stage, next_due_at, id)",
    "CREATE INDEX orders_due ON orders (stage, next_due_at, id)",
    "CREATE UNIQUE INDEX orders_step ON orders (clock, level)",
    "CREATE INDEX clock_complaint ON clock (complaint)",
    "CREATE INDEX clock_due ON clock (due_at) WHERE stage = 'running'",
    "CREATE INDEX clock_unset ON clock (started_at) WHERE stage = 'unset'",
    "CREATE INDEX deadline_pending ON deadline (at) WHERE fired_at IS NULL",
];

fn complaint() -> TableCreateStatement {
    Table::create()
        .table("complaint")
        .col(uuid("id").primary_key())
        .col(string("number"))
        .col(text("unit"))
        .col(text("registered_by"))
        .col(boolean("restricted"))
        .col(text("staff_concerned"))
        .col(boolean("leader_concerned"))
        .col(string("severity"))
        .col(string_null("class"))
        .col(string_null("decided_by"))
        .col(string("policy_version"))
        .col(boolean("imported"))
        .col(big_integer("registered_at"))
        .col(big_integer_null("ended_at"))
        .col(string_null("ended_why"))
        .to_owned()
}

fn orders() -> TableCreateStatement {
    Table::create()
        .table("orders")
        .col(uuid("id").primary_key())
        .col(uuid("complaint"))
        .col(string("kind"))
        .col(text("lead"))
        .col(text_null("from_unit"))
        .col(text_null("reason"))
        .col(uuid_null("clock"))
        .col(integer_null("level"))
        .col(big_integer("served_at"))
        .col(string("stage"))
        .col(big_integer_null("stage_at"))
        .col(big_integer("next_due_at"))
        .to_owned()
}

fn clock() -> TableCreateStatement {
    Table::create()
        .table("clock")
        .col(uuid("id").primary_key())
        .col(uuid("complaint"))
        .col(uuid("order_id"))
        .col(text("unit"))
        .col(string("kind"))
        .col(string("rule"))
        .col(string("policy_version"))
        .col(string("ladder"))
        .col(string("basis"))
        .col(integer("amount"))
        .col(big_integer("started_at"))
        .col(text_null("explanation"))
        .col(string("stage"))
        .col(big_integer_null("due_at"))
        .col(big_integer_null("ended_at"))
        .col(boolean("was_met"))
        .col(text_null("why"))
        .to_owned()
}

fn deadline() -> TableCreateStatement {
    Table::create()
        .table("deadline")
        .col(uuid("clock"))
        .col(string("what"))
        .col(integer("level"))
        .col(uuid("complaint"))
        .col(big_integer("at"))
        .col(big_integer_null("fired_at"))
        .primary_key(Index::create().col("clock").col("what").col("level"))
        .to_owned()
}
