//! Cases with what belongs to them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, string, string_null, text, text_null, uuid, uuid_null,
};

pub(crate) struct Cases;

impl MigrationName for Cases {
    fn name(&self) -> &'static str {
        "m0001_investigation_cases"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Cases {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [cases(), subject(), concerned(), statement(), step(), form()] {
            manager.create_table(table).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

const INDEXES: [&str; 8] = [
    "CREATE UNIQUE INDEX cases_complaint ON cases (complaint)",
    "CREATE INDEX cases_opened ON cases (opened_at, id)",
    "CREATE INDEX cases_stage ON cases (stage, opened_at, id)",
    "CREATE INDEX cases_unit ON cases (unit, opened_at, id)",
    "CREATE INDEX cases_lapses ON cases (lapses_at) WHERE lapses_at IS NOT NULL",
    "CREATE INDEX concerned_staff ON concerned (staff, complaint)",
    "CREATE UNIQUE INDEX statement_case ON statement (case_id, version)",
    "CREATE UNIQUE INDEX statement_supersedes ON statement (supersedes)",
];

fn name(name: &'static str) -> Alias {
    Alias::new(name)
}

fn table(called: &'static str) -> TableCreateStatement {
    Table::create().table(name(called)).to_owned()
}

fn of_case(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(name(table), name("case_id"))
        .to(name("cases"), name("id"))
        .to_owned()
}

fn cases() -> TableCreateStatement {
    table("cases")
        .col(uuid(name("id")).primary_key())
        .col(uuid(name("complaint")))
        .col(text(name("unit")))
        .col(uuid_null(name("order_id")))
        .col(string_null(name("severity")))
        .col(boolean(name("restricted")))
        .col(boolean(name("imported")))
        .col(big_integer(name("opened_at")))
        .col(big_integer_null(name("reply_due_at")))
        .col(integer(name("statements")))
        .col(string(name("stage")))
        .col(big_integer_null(name("lapses_at")))
        .col(text(name("state")))
        .col(big_integer(name("version")))
        .to_owned()
}

fn subject() -> TableCreateStatement {
    table("subject")
        .col(uuid(name("complaint")).primary_key())
        .col(text(name("number")))
        .col(text(name("unit")))
        .col(text_null(name("ended")))
        .to_owned()
}

fn concerned() -> TableCreateStatement {
    table("concerned")
        .col(uuid(name("complaint")))
        .col(string(name("staff")))
        .primary_key(Index::create().col(name("complaint")).col(name("staff")))
        .to_owned()
}

fn statement() -> TableCreateStatement {
    table("statement")
        .col(uuid(name("id")).primary_key())
        .col(uuid(name("case_id")))
        .col(big_integer(name("version")))
        .col(string(name("given_by")))
        .col(text(name("words")))
        .col(big_integer(name("taken_at")))
        .col(big_integer(name("recorded_at")))
        .col(text(name("taker")))
        .col(string(name("sha256")))
        .col(uuid_null(name("supersedes")))
        .foreign_key(&mut of_case("statement"))
        .to_owned()
}

fn step() -> TableCreateStatement {
    table("step")
        .col(uuid(name("case_id")))
        .col(big_integer(name("version")))
        .col(string(name("what")))
        .col(text(name("unit")))
        .col(text(name("actor")))
        .col(big_integer(name("done_at")))
        .col(text_null(name("stage_left")))
        .primary_key(Index::create().col(name("case_id")).col(name("version")))
        .foreign_key(&mut of_case("step"))
        .to_owned()
}

fn form() -> TableCreateStatement {
    table("form")
        .col(uuid(name("case_id")).primary_key())
        .col(text(name("body")))
        .col(string(name("sha256")))
        .col(big_integer(name("made_at")))
        .foreign_key(&mut of_case("form"))
        .to_owned()
}
