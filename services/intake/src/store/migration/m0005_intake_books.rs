//! Opinion books, their returns, and the days that were missed (R3.7).

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, string, string_null, text, text_null, uuid,
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_intake_books"
    }
}

const INDEXES: [&str; 6] = [
    "CREATE INDEX book_next ON book (next_at, id)",
    "CREATE UNIQUE INDEX book_kept ON book (unit, code) WHERE to_day IS NULL",
    "CREATE INDEX book_path ON book (path, id)",
    "CREATE INDEX book_return_day ON book_return (day, book)",
    "CREATE INDEX book_entry_day ON book_entry (book, day)",
    "CREATE INDEX book_missed_unit ON book_missed (unit, day)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        for table in [book(postgres), returned(), entry(), missed(postgres)] {
            manager.create_table(table).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

/// A unit's path. A subtree is a range of paths, so they compare byte by byte, as SQLite does anyway.
fn path(name: &'static str, postgres: bool) -> ColumnDef {
    let mut column = text(name);
    if postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

fn book(postgres: bool) -> TableCreateStatement {
    Table::create()
        .table("book")
        .col(uuid("id").primary_key())
        .col(string("unit"))
        .col(path("path", postgres))
        .col(string("code"))
        .col(text_null("place"))
        .col(string("from_day"))
        .col(string_null("to_day"))
        .col(text_null("ended"))
        .col(string("next"))
        .col(string_null("next_day"))
        .col(big_integer_null("next_at"))
        .col(text("act"))
        .to_owned()
}

fn returned() -> TableCreateStatement {
    Table::create()
        .table("book_return")
        .col(uuid("book"))
        .col(string("day"))
        .col(integer("revision"))
        .col(integer("entries"))
        .col(text("complaints"))
        .col(boolean("late"))
        .col(text_null("reason"))
        .col(text("act"))
        .primary_key(Index::create().col("book").col("day").col("revision"))
        .foreign_key(&mut of_book("book_return"))
        .to_owned()
}

fn entry() -> TableCreateStatement {
    Table::create()
        .table("book_entry")
        .col(uuid("complaint").primary_key())
        .col(uuid("book"))
        .col(string("day"))
        .foreign_key(&mut of_book("book_entry"))
        .foreign_key(
            ForeignKey::create()
                .from("book_entry", "complaint")
                .to("complaint", "id"),
        )
        .to_owned()
}

fn missed(postgres: bool) -> TableCreateStatement {
    Table::create()
        .table("book_missed")
        .col(uuid("book"))
        .col(string("day"))
        .col(path("unit", postgres))
        .col(string("code"))
        .col(big_integer("due_at"))
        .col(text("told"))
        .primary_key(Index::create().col("book").col("day"))
        .foreign_key(&mut of_book("book_missed"))
        .to_owned()
}

fn of_book(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "book").to("book", "id").to_owned()
}
