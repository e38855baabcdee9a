//! Links between complaints (R3.6, R3.10, R3.11), and the marks by which a complainant is recognised.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{binary, boolean, string, text, text_null, uuid, uuid_null};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_intake_links"
    }
}

const INDEXES: [&str; 4] = [
    "CREATE INDEX link_complaint ON link (complaint, id)",
    "CREATE INDEX link_to ON link (to_complaint, id)",
    "CREATE INDEX link_cluster ON link (cluster, id)",
    "CREATE INDEX mark_hash ON mark (hash, kind, complaint)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let link = Table::create()
            .table("link")
            .col(uuid("id").primary_key())
            .col(string("kind"))
            .col(uuid("complaint"))
            .col(uuid_null("to_complaint"))
            .col(uuid_null("cluster"))
            .col(boolean("new_facts"))
            .col(text("reason"))
            .col(text("act"))
            .col(text_null("undone"))
            .foreign_key(&mut of_complaint("link"))
            .to_owned();
        manager.create_table(link).await?;
        let mark = Table::create()
            .table("mark")
            .col(uuid("complaint"))
            .col(string("kind"))
            .col(binary("hash"))
            .primary_key(Index::create().col("complaint").col("kind"))
            .foreign_key(&mut of_complaint("mark"))
            .to_owned();
        manager.create_table(mark).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

fn of_complaint(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "complaint")
        .to("complaint", "id")
        .to_owned()
}
