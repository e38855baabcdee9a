//! What is due of the complaints that a tick holds is found by complaint, however much is due of others.

use sea_orm_migration::prelude::*;

pub(super) struct DueOf;

impl MigrationName for DueOf {
    fn name(&self) -> &'static str {
        "m0013_routing_due"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for DueOf {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "CREATE INDEX deadline_due_of ON deadline (complaint, at) WHERE fired_at IS NULL";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }
}
