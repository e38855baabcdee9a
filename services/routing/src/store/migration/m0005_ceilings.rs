//! The instant that no act inside the organisation moves, and since when a clock is paused (R4.12).

use sea_orm_migration::prelude::*;

pub(super) struct Ceilings;

impl MigrationName for Ceilings {
    fn name(&self) -> &'static str {
        "m0005_routing_ceilings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Ceilings {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 3] = [
    "ALTER TABLE clock ADD COLUMN ceiling_at BIGINT",
    "ALTER TABLE clock ADD COLUMN paused_at BIGINT",
    "CREATE INDEX clock_late ON clock (id) WHERE stage = 'breached' AND ended_at IS NULL",
];
