//! Sign-ins at the provider that have begun.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_null, string, string_null, text};

pub(super) struct Attempts;

impl MigrationName for Attempts {
    fn name(&self) -> &'static str {
        "m0009_desk_attempts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Attempts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let attempt = Table::create()
            .table("attempt")
            .col(string("state_hash").primary_key())
            .col(string("browser_hash"))
            .col(text("goes_to"))
            .col(binary_null("form"))
            .col(string_null("again"))
            .col(big_integer("begun_at"))
            .col(string_null("code_hash").unique_key())
            .to_owned();
        manager.create_table(attempt).await
    }
}
