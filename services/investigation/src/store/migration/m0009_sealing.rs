//! What is said in cases is sealed: those that were written in clear are gone through once.

use sea_orm_migration::prelude::*;

pub(super) struct Sealed;

impl MigrationName for Sealed {
    fn name(&self) -> &'static str {
        "m0009_investigation_sealing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sealed {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let again = "UPDATE cases SET mended = FALSE";
        manager.get_connection().execute_unprepared(again).await?;
        Ok(())
    }
}
