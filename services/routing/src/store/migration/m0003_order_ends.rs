//! When work on an order began, and what a co-handling unit supplied (R4.8, R4.13).

use sea_orm_migration::prelude::*;

pub(super) struct OrderEnds;

impl MigrationName for OrderEnds {
    fn name(&self) -> &'static str {
        "m0003_routing_order_ends"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for OrderEnds {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 3] = [
    "ALTER TABLE orders ADD COLUMN accepted_at BIGINT",
    "ALTER TABLE orders ADD COLUMN supplied TEXT",
    "UPDATE orders SET accepted_at = stage_at WHERE stage = 'accepted'",
];
