//! Who handled a complaint, and who heads a unit, for the figures by handler (R6.4).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_null};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0009_audit_handlers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["handler", "handler_unit"] {
            let fact = Table::alter().table("fact").add_column(string_null(column)).to_owned();
            manager.alter_table(fact).await?;
        }
        let index = Index::create()
            .name("fact_handler")
            .table("fact")
            .col("handler")
            .col("received_on")
            .to_owned();
        manager.create_index(index).await?;
        let head = Table::create()
            .table("head")
            .col(string("unit").primary_key())
            .col(string_null("staff"))
            .to_owned();
        manager.create_table(head).await
    }
}
