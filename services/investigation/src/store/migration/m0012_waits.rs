//! What cases wait for, so that whoever decides finds it (R5.3, R5.4, R5.10). Of cases from before it is known with their next change.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, uuid};

pub(super) struct Waits;

impl MigrationName for Waits {
    fn name(&self) -> &'static str {
        "m0012_investigation_waits"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Waits {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waits = Table::create()
            .table("waits")
            .col(uuid("case_id"))
            .col(string("duty"))
            .primary_key(Index::create().col("case_id").col("duty"))
            .to_owned();
        manager.create_table(waits).await?;
        let duty = Index::create()
            .name("waits_duty")
            .table("waits")
            .col("duty")
            .col("case_id")
            .to_owned();
        manager.create_index(duty).await
    }
}
