//! Requests to see what the rules keep from one (R8.1), and complaints by their numbers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, string, string_null, uuid};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_audit_break_glass"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("break_glass")
            .col(uuid("id").primary_key())
            .col(string("number"))
            .col(string("ground"))
            .col(string("reference"))
            .col(integer("hours"))
            .col(string("asker"))
            .col(big_integer("asked_at"))
            .col(string_null("decider"))
            .col(big_integer_null("decided_at"))
            .col(big_integer_null("until_at"))
            .col(string_null("closer"))
            .col(big_integer_null("closed_at"))
            .to_owned();
        manager.create_table(table).await?;
        let asker = Index::create()
            .name("break_glass_asker")
            .table("break_glass")
            .col("asker")
            .col("id")
            .to_owned();
        manager.create_index(asker).await?;
        let number = Index::create()
            .name("fact_number")
            .table("fact")
            .col("number")
            .to_owned();
        manager.create_index(number).await
    }
}
