//! Which versions of the policy open complaints are on is looked at with each look at readiness.

use sea_orm_migration::prelude::*;

pub(super) struct Policies;

impl MigrationName for Policies {
    fn name(&self) -> &'static str {
        "m0012_routing_policies"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Policies {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "CREATE INDEX complaint_policy ON complaint (policy_version) WHERE ended_at IS NULL";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }
}
