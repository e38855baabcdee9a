//! The register: complaints, what is sealed of them, what was added, what the complainant is shown.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, binary_null, boolean, string, string_null, text, text_null, uuid,
    uuid_null,
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_intake_register"
    }
}

const INDEXES: [&str; 10] = [
    "CREATE UNIQUE INDEX complaint_number ON complaint (number)",
    "CREATE UNIQUE INDEX complaint_source ON complaint (source, source_key)",
    "CREATE INDEX complaint_unit ON complaint (unit, id)",
    "CREATE INDEX complaint_lead ON complaint (lead, id)",
    "CREATE INDEX complaint_registering ON complaint (registered_by_unit, id)",
    "CREATE INDEX complaint_stage ON complaint (stage, id)",
    "CREATE INDEX complaint_channel ON complaint (channel, id)",
    "CREATE INDEX complaint_received ON complaint (received_at, id)",
    "CREATE INDEX note_complaint ON note (complaint, id)",
    "CREATE INDEX step_complaint ON step (complaint, id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        for table in [complaint(postgres), sealed(), note(), step(), look()] {
            manager.create_table(table).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

/// A unit's path. A subtree is a range of paths, so they compare byte by byte, as SQLite does anyway.
fn path(mut column: ColumnDef, postgres: bool) -> ColumnDef {
    if postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

fn complaint(postgres: bool) -> TableCreateStatement {
    Table::create()
        .table("complaint")
        .col(uuid("id").primary_key())
        .col(string("number"))
        .col(string("channel"))
        .col(path(text("unit"), postgres))
        .col(path(text("registered_by_unit"), postgres))
        .col(text("by"))
        .col(text_null("class"))
        .col(text_null("line"))
        .col(text_null("product"))
        .col(text("staff_concerned"))
        .col(boolean("leader_concerned"))
        .col(big_integer("persons"))
        .col(boolean("anonymous"))
        .col(boolean("confidential"))
        .col(boolean("restricted"))
        .col(boolean("media"))
        .col(uuid_null("repeats"))
        .col(string("language"))
        .col(string_null("reply_channel"))
        .col(big_integer("received_at"))
        .col(big_integer("registered_at"))
        .col(big_integer_null("occurred_from_at"))
        .col(big_integer_null("occurred_to_at"))
        .col(string_null("source"))
        .col(text_null("source_key"))
        .col(text_null("past"))
        .col(string("stage"))
        .col(text("stage_detail"))
        .col(path(text_null("lead"), postgres))
        .col(big_integer_null("reply_due_at"))
        .col(binary_null("receipt_hash"))
        .col(big_integer("version"))
        .to_owned()
}

fn sealed() -> TableCreateStatement {
    Table::create()
        .table("sealed")
        .col(uuid("complaint").primary_key())
        .col(text_null("complainant"))
        .col(text_null("narrative"))
        .col(text_null("asked_for"))
        .foreign_key(&mut of_complaint("sealed"))
        .to_owned()
}

fn note() -> TableCreateStatement {
    Table::create()
        .table("note")
        .col(big_pk_auto("id"))
        .col(uuid("complaint"))
        .col(string("kind"))
        .col(string_null("code"))
        .col(text("words"))
        .col(text("by"))
        .col(big_integer("at"))
        .foreign_key(&mut of_complaint("note"))
        .to_owned()
}

fn step() -> TableCreateStatement {
    Table::create()
        .table("step")
        .col(big_pk_auto("id"))
        .col(uuid("complaint"))
        .col(string("step"))
        .col(big_integer("at"))
        .foreign_key(&mut of_complaint("step"))
        .to_owned()
}

fn look() -> TableCreateStatement {
    Table::create()
        .table("look")
        .col(uuid("complaint"))
        .col(uuid("causation"))
        .primary_key(Index::create().col("complaint").col("causation"))
        .foreign_key(&mut of_complaint("look"))
        .to_owned()
}

fn of_complaint(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "complaint")
        .to("complaint", "id")
        .to_owned()
}
