//! The kind of task that a co-handling order asks for, and whether the lead's reply waits for it (R4.8).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean_null, string_null};

pub(super) struct Tasks;

impl MigrationName for Tasks {
    fn name(&self) -> &'static str {
        "m0014_routing_tasks"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Tasks {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [string_null("task"), boolean_null("required")] {
            let orders = Table::alter().table("orders").add_column(column).to_owned();
            manager.alter_table(orders).await?;
        }
        Ok(())
    }
}
