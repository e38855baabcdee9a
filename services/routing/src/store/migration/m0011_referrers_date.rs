//! The date that the body which referred a complaint set for the answer (R4.4).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

pub(super) struct ReferrersDate;

impl MigrationName for ReferrersDate {
    fn name(&self) -> &'static str {
        "m0011_routing_referrers_date"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ReferrersDate {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let complaint = Table::alter()
            .table("complaint")
            .add_column(string_null("referrers_date"))
            .to_owned();
        manager.alter_table(complaint).await
    }
}
