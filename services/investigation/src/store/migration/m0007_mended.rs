//! Which cases were written before reviews and last days to disagree were kept (R5.10, R5.11): they are gone through once.
//!
//! The default says that a case was not: so does one that a process of the release before writes while both run.

use sea_orm_migration::prelude::*;

pub(super) struct Mended;

impl MigrationName for Mended {
    fn name(&self) -> &'static str {
        "m0007_investigation_mended"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Mended {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 3] = [
    "ALTER TABLE cases ADD COLUMN mended BOOLEAN NOT NULL DEFAULT FALSE",
    "CREATE INDEX cases_unmended ON cases (id) WHERE NOT mended",
    // The versions of the policy that open cases are on are looked at with each look at readiness.
    "CREATE INDEX cases_policy ON cases (policy) WHERE stage NOT IN ('closed', 'archived')",
];
