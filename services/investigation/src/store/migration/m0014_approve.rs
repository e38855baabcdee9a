//! The duties that approve the reply before it goes out, as routing's decision named them (R5.4).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string;

pub(super) struct Approve;

impl MigrationName for Approve {
    fn name(&self) -> &'static str {
        "m0014_investigation_approve"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Approve {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let cases = Table::alter()
            .table("cases")
            .add_column(string("approve").default(""))
            .to_owned();
        manager.alter_table(cases).await
    }
}
