//! What the complainant may still say of the answer, with the last days (R5.8, R5.11). Of answers of before, a desk takes it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, string_null};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0011_intake_recourse"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite alters no more.
        for column in [
            boolean("may_rate").default(false).to_owned(),
            string_null("verify_by"),
            string_null("appeal_by"),
        ] {
            let complaint = Table::alter().table("complaint").add_column(column).to_owned();
            manager.alter_table(complaint).await?;
        }
        Ok(())
    }
}
