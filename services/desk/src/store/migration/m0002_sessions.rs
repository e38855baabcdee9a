//! Sessions and tokens, by their hashes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, string};

pub(super) struct Sessions;

impl MigrationName for Sessions {
    fn name(&self) -> &'static str {
        "m0002_desk_sessions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sessions {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let session = Table::create()
            .table("session")
            .col(string("hash").primary_key())
            .col(string("prefix"))
            .col(string("staff"))
            .col(string("kind"))
            .col(string("name"))
            .col(boolean("reads_only"))
            .col(big_integer("created_at"))
            .col(big_integer("seen_at"))
            .col(big_integer("expires_at"))
            .to_owned();
        manager.create_table(session).await?;
        let of_staff = "CREATE INDEX session_of_staff ON session (staff)";
        manager.get_connection().execute_unprepared(of_staff).await?;
        Ok(())
    }
}
