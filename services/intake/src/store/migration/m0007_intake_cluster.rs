//! Counts of clusters have an order (R3.10).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, uuid};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_intake_cluster"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let cluster = Table::create()
            .table("cluster")
            .col(uuid("id").primary_key())
            .col(big_integer("revision"))
            .to_owned();
        manager.create_table(cluster).await
    }
}
