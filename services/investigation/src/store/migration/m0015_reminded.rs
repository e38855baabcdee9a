//! When units were reminded of a circular that they had not acknowledged in time (R6.2).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

pub(super) struct Reminded;

impl MigrationName for Reminded {
    fn name(&self) -> &'static str {
        "m0015_investigation_reminded"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Reminded {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let circular = Table::alter()
            .table("circular")
            .add_column(string_null("reminded_on"))
            .to_owned();
        manager.alter_table(circular).await
    }
}
