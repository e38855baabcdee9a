//! Units that must not act on a complaint, and the way to who reports to whom (R4.10).

use sea_orm_migration::prelude::*;

pub(super) struct Conflicts;

impl MigrationName for Conflicts {
    fn name(&self) -> &'static str {
        "m0004_routing_conflicts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Conflicts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 2] = [
    "ALTER TABLE complaint ADD COLUMN conflicted TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX staff_superior ON staff (reports_to)",
];
