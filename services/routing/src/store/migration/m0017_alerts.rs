//! Who of the team of an emergency plan said that it heard (R5.9).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

pub(super) struct Alerts;

impl MigrationName for Alerts {
    fn name(&self) -> &'static str {
        "m0017_routing_alerts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Alerts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let orders = Table::alter()
            .table("orders")
            .add_column(string_null("confirmed_by"))
            .to_owned();
        manager.alter_table(orders).await
    }
}
