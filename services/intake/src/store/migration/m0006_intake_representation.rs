//! Who complains for another, and how far their authority is (R3.10). Who they are stands with what is sealed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, string, text, text_null, uuid};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_intake_representation"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let representation = Table::create()
            .table("representation")
            .col(uuid("complaint").primary_key())
            .col(string("role"))
            .col(string("authority"))
            .col(boolean("receives"))
            .col(string("outcome"))
            .col(text_null("reason"))
            .col(text("act"))
            .foreign_key(
                ForeignKey::create()
                    .from("representation", "complaint")
                    .to("complaint", "id"),
            )
            .to_owned();
        manager.create_table(representation).await
    }
}
