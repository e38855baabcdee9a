//! Drafts of registrations, sealed, each under a key of its own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_null, string, uuid};

pub(super) struct Drafts;

impl MigrationName for Drafts {
    fn name(&self) -> &'static str {
        "m0003_desk_drafts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Drafts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let draft = Table::create()
            .table("draft")
            .col(uuid("id").primary_key())
            .col(string("author"))
            .col(binary_null("body"))
            .col(big_integer("begun_at"))
            .col(big_integer("kept_at"))
            .to_owned();
        manager.create_table(draft).await?;
        let conn = manager.get_connection();
        conn.execute_unprepared("CREATE INDEX draft_of_author ON draft (author)")
            .await?;
        conn.execute_unprepared("CREATE INDEX draft_kept_at ON draft (kept_at)")
            .await?;
        Ok(())
    }
}
