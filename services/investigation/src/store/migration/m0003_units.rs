//! The organisation's units: their names, levels and duties (R2.1, R2.2).

use sea_orm_migration::prelude::*;

pub(super) struct Units;

impl MigrationName for Units {
    fn name(&self) -> &'static str {
        "m0003_investigation_units"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Units {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 1] = [
    "CREATE TABLE unit (code TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL, \
     level TEXT NOT NULL, duties TEXT NOT NULL)",
];
