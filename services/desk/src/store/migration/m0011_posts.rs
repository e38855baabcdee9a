//! The unit of the post that a session acts in, where it is not the main one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

pub(super) struct Posts;

impl MigrationName for Posts {
    fn name(&self) -> &'static str {
        "m0011_desk_posts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Posts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let session = Table::alter()
            .table("session")
            .add_column(string_null("post"))
            .to_owned();
        manager.alter_table(session).await
    }
}
