//! Further posts of members of staff: the main one stays in their own row (R2.2).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, string, string_null, text};

pub(super) struct Posts;

impl MigrationName for Posts {
    fn name(&self) -> &'static str {
        "m0015_routing_posts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Posts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let post = Table::create()
            .table("post")
            .col(string("staff"))
            .col(string("unit"))
            .col(text("duties"))
            .col(boolean("leader"))
            .col(string_null("reports_to"))
            .primary_key(Index::create().col("staff").col("unit"))
            .to_owned();
        manager.create_table(post).await?;
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 2] = [
    "CREATE INDEX post_unit ON post (unit)",
    "CREATE INDEX post_reports_to ON post (reports_to)",
];
