//! The rule behind the promised date, and its last extension (R4.4, R4.5).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_intake_promise"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let complaint = Table::alter()
            .table("complaint")
            .add_column(text_null("promise"))
            .to_owned();
        manager.alter_table(complaint).await
    }
}
