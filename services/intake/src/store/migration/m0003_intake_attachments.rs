//! Files of complaints (R3.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, string, text, text_null, uuid};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_intake_attachments"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let attachment = Table::create()
            .table("attachment")
            .col(uuid("id").primary_key())
            .col(uuid("complaint"))
            .col(binary("sha256"))
            .col(big_integer("bytes"))
            .col(string("media_type"))
            .col(text_null("name"))
            .col(text("by"))
            .col(big_integer("at"))
            .foreign_key(
                ForeignKey::create()
                    .from("attachment", "complaint")
                    .to("complaint", "id"),
            )
            .to_owned();
        manager.create_table(attachment).await?;
        let once = Index::create()
            .name("attachment_content")
            .table("attachment")
            .col("complaint")
            .col("sha256")
            .unique()
            .to_owned();
        manager.create_index(once).await
    }
}
