//! Improvements that are done, so that their effect can be counted (R6.2).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, uuid};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_audit_improvements"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("improvement")
            .col(uuid("id").primary_key())
            .col(string("owner"))
            .col(string("reach"))
            .col(string("cause"))
            .col(string("done_on"))
            .to_owned();
        manager.create_table(table).await?;
        let cause = Index::create()
            .name("fact_root_cause")
            .table("fact")
            .col("root_cause")
            .col("received_on")
            .to_owned();
        manager.create_index(cause).await
    }
}
