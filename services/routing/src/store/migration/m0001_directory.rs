//! Units and staff (R2.1 to R2.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, string, string_null, text, text_null,
};

pub(super) struct Directory;

impl MigrationName for Directory {
    fn name(&self) -> &'static str {
        "m0001_routing_directory"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Directory {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(unit()).await?;
        manager.create_table(staff()).await?;
        manager.create_table(version()).await?;
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 3] = [
    "CREATE UNIQUE INDEX unit_node ON unit (node)",
    "CREATE INDEX staff_unit ON staff (unit)",
    "INSERT INTO directory (id, version) VALUES (1, 0)",
];

fn unit() -> TableCreateStatement {
    Table::create()
        .table("unit")
        .col(string("code").primary_key())
        .col(text("node"))
        .col(text("path"))
        .col(text("level"))
        .col(text("name"))
        .col(text_null("city"))
        .col(text_null("address"))
        .col(text_null("origin"))
        .col(string("time_zone"))
        .col(text("duties"))
        .col(string_null("contact_1"))
        .col(string_null("contact_2"))
        .col(string_null("responsible"))
        .col(big_integer_null("closed_at"))
        .to_owned()
}

fn staff() -> TableCreateStatement {
    Table::create()
        .table("staff")
        .col(string("code").primary_key())
        .col(string("unit"))
        .col(text("duties"))
        .col(boolean("leader"))
        .col(string_null("reports_to"))
        .col(text_null("email"))
        .col(string("language"))
        .col(boolean("left"))
        .to_owned()
}

fn version() -> TableCreateStatement {
    Table::create()
        .table("directory")
        .col(integer("id").primary_key())
        .col(big_integer("version"))
        .to_owned()
}
