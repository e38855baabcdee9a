//! What a program's token is kept to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_null};

pub(super) struct Scopes;

impl MigrationName for Scopes {
    fn name(&self) -> &'static str {
        "m0005_desk_scopes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Scopes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let scope = Table::create()
            .table("scope")
            .col(string("hash").primary_key())
            .col(string_null("unit"))
            .col(string_null("acts"))
            .to_owned();
        manager.create_table(scope).await
    }
}
