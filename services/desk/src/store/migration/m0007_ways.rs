//! How who is signed in came in, and when they last showed who they are.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, string_null};

pub(super) struct Ways;

impl MigrationName for Ways {
    fn name(&self) -> &'static str {
        "m0007_desk_ways"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Ways {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column at a time: SQLite adds no two at once.
        for column in [string_null("way"), big_integer_null("shown_at")] {
            let session = Table::alter().table("session").add_column(column).to_owned();
            manager.alter_table(session).await?;
        }
        Ok(())
    }
}
