//! By which policy a case is handled, in which language it is answered, and until when the answer can be disputed (R5.11).

use sea_orm_migration::prelude::*;

pub(super) struct Policy;

impl MigrationName for Policy {
    fn name(&self) -> &'static str {
        "m0004_investigation_policy"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Policy {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 5] = [
    "ALTER TABLE cases ADD COLUMN class TEXT",
    "ALTER TABLE cases ADD COLUMN policy TEXT",
    "ALTER TABLE cases ADD COLUMN answered TEXT",
    "ALTER TABLE subject ADD COLUMN channel TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE subject ADD COLUMN language TEXT NOT NULL DEFAULT 'zh'",
];
