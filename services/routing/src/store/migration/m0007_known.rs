//! What complaints are linked to (R3.6, R3.10).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, text, uuid, uuid_null};

pub(super) struct Known;

impl MigrationName for Known {
    fn name(&self) -> &'static str {
        "m0007_routing_known"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Known {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let known = Table::create()
            .table("known")
            .col(uuid("complaint").primary_key())
            .col(text("registered"))
            .col(uuid_null("repeats"))
            .col(uuid_null("cluster"))
            .col(big_integer_null("persons"))
            .to_owned();
        manager.create_table(known).await?;
        let cluster = Index::create()
            .name("known_cluster")
            .table("known")
            .col("cluster")
            .to_owned();
        manager.create_index(cluster).await
    }
}
