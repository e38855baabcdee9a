//! Saved views.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, string_null, uuid};

pub(super) struct Views;

impl MigrationName for Views {
    fn name(&self) -> &'static str {
        "m0004_desk_views"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Views {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let view = Table::create()
            .table("saved_view")
            .col(uuid("id").primary_key())
            .col(string("author"))
            .col(string_null("unit"))
            .col(string("name"))
            .col(string("address"))
            .col(big_integer("saved_at"))
            .to_owned();
        manager.create_table(view).await?;
        let conn = manager.get_connection();
        conn.execute_unprepared("CREATE UNIQUE INDEX saved_view_of_author ON saved_view (author, name)")
            .await?;
        conn.execute_unprepared("CREATE INDEX saved_view_of_unit ON saved_view (unit)")
            .await?;
        Ok(())
    }
}
