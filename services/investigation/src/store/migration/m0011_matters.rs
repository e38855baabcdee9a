//! What a complaint repeats (R3.6), and the group that it is in (R3.10).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, uuid, uuid_null};

pub(super) struct Matters;

impl MigrationName for Matters {
    fn name(&self) -> &'static str {
        "m0011_investigation_matters"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Matters {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let matter = Table::create()
            .table("matter")
            .col(uuid("complaint").primary_key())
            .col(integer("persons"))
            .col(uuid_null("earlier"))
            .col(uuid_null("cluster"))
            .to_owned();
        let cluster = Table::create()
            .table("cluster")
            .col(uuid("id").primary_key())
            .col(integer("complaints"))
            .col(integer("persons"))
            .col(big_integer("revision"))
            .to_owned();
        manager.create_table(matter).await?;
        manager.create_table(cluster).await
    }
}
