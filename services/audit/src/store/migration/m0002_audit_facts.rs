//! One row for each complaint, for the figures.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, boolean_null, string_null, uuid};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_audit_facts"
    }
}

const TEXTS: [&str; 16] = [
    "number",
    "channel",
    "class",
    "product",
    "line",
    "unit",
    "lead",
    "received_on",
    "register_stage",
    "case_stage",
    "finding",
    "root_cause",
    "ending",
    "severity",
    "source",
    "concerned",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut fact = Table::create();
        fact.table("fact").col(uuid("complaint").primary_key());
        for column in TEXTS {
            fact.col(string_null(column));
        }
        for column in ["received_at", "registered_at", "closed_at", "persons"] {
            fact.col(big_integer_null(column));
        }
        for column in ["in_time", "imported", "restricted"] {
            fact.col(boolean_null(column));
        }
        manager.create_table(fact).await?;
        let period = Index::create()
            .name("fact_received_on")
            .table("fact")
            .col("received_on")
            .to_owned();
        manager.create_index(period).await?;
        Ok(())
    }
}
