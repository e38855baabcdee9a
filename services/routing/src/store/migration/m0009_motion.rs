//! Units as they were on each day, and changes that wait for theirs (R2.1).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, string, string_null, text, text_null};

pub(super) struct Motion;

impl MigrationName for Motion {
    fn name(&self) -> &'static str {
        "m0009_routing_motion"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Motion {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let successor = Table::alter()
            .table("unit")
            .add_column(string_null("successor"))
            .to_owned();
        manager.alter_table(successor).await?;
        manager.create_table(version()).await?;
        manager.create_table(change()).await?;
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Of units before versions were kept it is known how they stand, and taken that they stood so always.
const STATEMENTS: [&str; 2] = [
    "INSERT INTO unit_version (code, day, name, path, level, open) \
     SELECT code, '0001-01-01', name, path, level, closed_at IS NULL FROM unit",
    "CREATE INDEX unit_change_pending ON unit_change (at) WHERE done_at IS NULL",
];

fn version() -> TableCreateStatement {
    Table::create()
        .table("unit_version")
        .col(string("code"))
        .col(string("day"))
        .col(text("name"))
        .col(text("path"))
        .col(text("level"))
        .col(boolean("open"))
        .col(string_null("successor"))
        .primary_key(Index::create().col("code").col("day"))
        .to_owned()
}

fn change() -> TableCreateStatement {
    Table::create()
        .table("unit_change")
        .col(string("unit"))
        .col(string("day"))
        .col(string("kind"))
        .col(text_null("name"))
        .col(text_null("level"))
        .col(text_null("node"))
        .col(string_null("other"))
        .col(big_integer("at"))
        .col(big_integer_null("done_at"))
        .col(text_null("refused"))
        .primary_key(Index::create().col("unit").col("day"))
        .to_owned()
}
