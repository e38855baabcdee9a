//! Who of the unit must not handle a case (R4.10).

use sea_orm_migration::prelude::*;

pub(super) struct Excluded;

impl MigrationName for Excluded {
    fn name(&self) -> &'static str {
        "m0002_investigation_excluded"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Excluded {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = "ALTER TABLE cases ADD COLUMN excluded TEXT NOT NULL DEFAULT ''";
        manager.get_connection().execute_unprepared(add).await?;
        Ok(())
    }
}
