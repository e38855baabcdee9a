//! What ends a clock's wait and by which calendar it runs, since a policy pack names kinds of its own; by which channel a complaint came.
//! Where a row does not say what its clock waits for, its kind does: the four kinds that there were.

use sea_orm_migration::prelude::*;

pub(super) struct Kinds;

impl MigrationName for Kinds {
    fn name(&self) -> &'static str {
        "m0008_routing_kinds"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Kinds {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 4] = [
    "ALTER TABLE clock ADD COLUMN waits_for VARCHAR(32)",
    "ALTER TABLE clock ADD COLUMN milestone BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE clock ADD COLUMN calendar VARCHAR(64)",
    "ALTER TABLE complaint ADD COLUMN channel VARCHAR(64) NOT NULL DEFAULT ''",
];
