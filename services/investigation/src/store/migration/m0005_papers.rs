//! Redress and the opinions of co-handlers (R5.7, R4.8).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, uuid};

pub(super) struct Papers;

impl MigrationName for Papers {
    fn name(&self) -> &'static str {
        "m0005_investigation_papers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Papers {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = Alias::new;
        let of_case = ForeignKey::create()
            .from(name("paper"), name("case_id"))
            .to(name("cases"), name("id"))
            .to_owned();
        let table = Table::create()
            .table(name("paper"))
            .col(uuid(name("id")).primary_key())
            .col(uuid(name("case_id")))
            .col(big_integer(name("version")))
            .col(text(name("body")))
            .foreign_key(&mut of_case.clone())
            .to_owned();
        manager.create_table(table).await?;
        let index = "CREATE INDEX paper_case ON paper (case_id, version)";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }
}
