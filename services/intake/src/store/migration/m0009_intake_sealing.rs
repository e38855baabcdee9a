//! What complainants told is sealed: columns for it beside those in clear, which are emptied.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::binary_null;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0009_intake_sealing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sealed", "note"] {
            let column = Table::alter().table(table).add_column(binary_null("body")).to_owned();
            manager.alter_table(column).await?;
        }
        for index in [
            "CREATE INDEX sealed_open ON sealed (complaint) WHERE body IS NULL",
            "CREATE INDEX note_open ON note (id) WHERE body IS NULL",
        ] {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}
