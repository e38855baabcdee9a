//! One row for each sanction, for the figures of units (R6.3, R6.4).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, string, string_null, uuid};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_audit_sanctions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("sanction")
            .col(uuid("id").primary_key())
            .col(uuid("complaint"))
            .col(string("unit"))
            .col(string_null("proposed_on"))
            .col(string_null("rule"))
            .col(big_integer_null("amount"))
            .col(string_null("currency"))
            .col(string("state"))
            .to_owned();
        manager.create_table(table).await?;
        let period = Index::create()
            .name("sanction_proposed_on")
            .table("sanction")
            .col("proposed_on")
            .to_owned();
        manager.create_index(period).await
    }
}
