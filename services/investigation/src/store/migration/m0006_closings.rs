//! A handling form for each closing: a case that was reopened is closed again, and the first form stays as it was (R6.1, R5.8).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

pub(super) struct Closings;

impl MigrationName for Closings {
    fn name(&self) -> &'static str {
        "m0006_investigation_closings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Closings {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = Alias::new;
        let of_case = ForeignKey::create()
            .from(name("closing_form"), name("case_id"))
            .to(name("cases"), name("id"))
            .to_owned();
        let table = Table::create()
            .table(name("closing_form"))
            .col(uuid(name("case_id")))
            .col(big_integer(name("made_at")))
            .col(text(name("body")))
            .col(string(name("sha256")))
            .primary_key(Index::create().col(name("case_id")).col(name("made_at")))
            .foreign_key(&mut of_case.clone())
            .to_owned();
        manager.create_table(table).await?;
        // SQLite changes no primary key: the forms are copied into a table that has the right one. The one before stays for a release,
        // for processes of the release before (P33).
        let copy =
            "INSERT INTO closing_form (case_id, made_at, body, sha256) SELECT case_id, made_at, body, sha256 FROM form";
        manager.get_connection().execute_unprepared(copy).await?;
        Ok(())
    }
}
