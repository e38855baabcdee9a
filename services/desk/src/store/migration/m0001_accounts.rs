//! Accounts, and the wrong passwords of each code that was typed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, integer, string};

pub(super) struct Accounts;

impl MigrationName for Accounts {
    fn name(&self) -> &'static str {
        "m0001_desk_accounts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Accounts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let account = Table::create()
            .table("account")
            .col(string("staff").primary_key())
            .col(string("password_hash"))
            .col(boolean("must_change"))
            .col(big_integer("created_at"))
            .col(big_integer("changed_at"))
            .col(big_integer_null("signed_in_at"))
            .to_owned();
        manager.create_table(account).await?;
        let mistake = Table::create()
            .table("mistake")
            .col(string("staff").primary_key())
            .col(integer("count"))
            .col(big_integer_null("locked_until"))
            .col(big_integer("last_at"))
            .to_owned();
        manager.create_table(mistake).await
    }
}
