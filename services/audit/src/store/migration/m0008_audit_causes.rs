//! The branches of the tree that a root cause stands on (R5.2), for the figures (R7.1).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_audit_causes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["cause_one", "cause_two"] {
            let fact = Table::alter().table("fact").add_column(string_null(column)).to_owned();
            manager.alter_table(fact).await?;
            let index = Index::create()
                .name(format!("fact_{column}"))
                .table("fact")
                .col(column)
                .col("received_on")
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
