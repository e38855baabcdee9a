//! The organisation's units, as routing said them last, and the numbers given.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, integer, small_integer, string, text};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_intake_units"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let unit = Table::create()
            .table("unit")
            .col(string("code").primary_key())
            .col(text("path"))
            .col(text("name"))
            .col(string("time_zone"))
            .col(boolean("open"))
            .col(boolean("root"))
            .to_owned();
        manager.create_table(unit).await?;
        let root = Index::create()
            .name("unit_root")
            .table("unit")
            .col("root")
            .col("code")
            .to_owned();
        manager.create_index(root).await?;
        let given = Table::create()
            .table("given_number")
            .col(string("unit"))
            .col(string("date"))
            .col(small_integer("series"))
            .col(integer("last"))
            .primary_key(Index::create().col("unit").col("date").col("series"))
            .to_owned();
        manager.create_table(given).await
    }
}
