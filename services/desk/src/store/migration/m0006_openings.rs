//! Which complaint break-glass opened to whom, while they are in it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, uuid};

pub(super) struct Openings;

impl MigrationName for Openings {
    fn name(&self) -> &'static str {
        "m0006_desk_openings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Openings {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let opening = Table::create()
            .table("opening")
            .col(string("hash").primary_key())
            .col(uuid("request"))
            .col(uuid("complaint"))
            .col(big_integer("until_at"))
            .to_owned();
        manager.create_table(opening).await
    }
}
