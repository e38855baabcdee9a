//! Whether a complaint repeats an earlier one (R3.6), for the figures (R7.1).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean_null;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_audit_repeats"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let fact = Table::alter()
            .table("fact")
            .add_column(boolean_null("repeats"))
            .to_owned();
        manager.alter_table(fact).await
    }
}
