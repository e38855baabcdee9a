//! Whether the complainant is satisfied (R5.8, R7.1). What was said before this version stands in the record and is not counted.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0010_audit_satisfaction"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let fact = Table::alter()
            .table("fact")
            .add_column(string_null("satisfaction"))
            .to_owned();
        manager.alter_table(fact).await?;
        // What is open is a small part of what was ever received, and looked at all day.
        let open = Index::create()
            .name("fact_open")
            .table("fact")
            .col("received_on")
            .and_where(Expr::col("ending").is_null())
            .and_where(Expr::col("closed_at").is_null())
            .to_owned();
        manager.create_index(open).await
    }
}
