//! The first responsible persons of units (R2.3): whom a sanction of a head or a leader can hit (R6.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

pub(super) struct Heads;

impl MigrationName for Heads {
    fn name(&self) -> &'static str {
        "m0013_investigation_heads"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Heads {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let unit = Table::alter()
            .table("unit")
            .add_column(string_null("responsible"))
            .to_owned();
        manager.alter_table(unit).await
    }
}
