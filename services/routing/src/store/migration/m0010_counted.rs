//! Which count of a cluster is the latest (R3.10).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, uuid};

pub(super) struct Counted;

impl MigrationName for Counted {
    fn name(&self) -> &'static str {
        "m0010_routing_counted"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Counted {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let count = Table::create()
            .table("cluster_count")
            .col(uuid("cluster").primary_key())
            .col(big_integer("revision"))
            .col(big_integer("persons"))
            .to_owned();
        manager.create_table(count).await
    }
}
