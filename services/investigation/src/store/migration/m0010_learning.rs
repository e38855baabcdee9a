//! Circulars with the units that they go to, improvements (R6.2), and which units are closed (R2.1).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, string, text, text_null, uuid};

pub(super) struct Learning;

impl MigrationName for Learning {
    fn name(&self) -> &'static str {
        "m0010_investigation_learning"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Learning {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let closed = Table::alter()
            .table("unit")
            .add_column(boolean("closed").default(false))
            .to_owned();
        manager.alter_table(closed).await?;
        for table in [circular(), circular_unit(), improvement()] {
            manager.create_table(table).await?;
        }
        for index in [
            "CREATE INDEX circular_unit_path ON circular_unit (path, circular_id)",
            "CREATE INDEX improvement_owner ON improvement (owner, state)",
        ] {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

fn circular() -> TableCreateStatement {
    Table::create()
        .table("circular")
        .col(uuid("id").primary_key())
        .col(string("unit"))
        .col(text("title"))
        .col(text("body"))
        .col(string("due"))
        .col(big_integer("issued_at"))
        .col(text("issuer"))
        .to_owned()
}

fn circular_unit() -> TableCreateStatement {
    Table::create()
        .table("circular_unit")
        .col(uuid("circular_id"))
        .col(string("code"))
        .col(string("path"))
        .col(big_integer_null("acknowledged_at"))
        .col(text_null("acknowledger"))
        .primary_key(Index::create().col("circular_id").col("code"))
        .to_owned()
}

fn improvement() -> TableCreateStatement {
    Table::create()
        .table("improvement")
        .col(uuid("id").primary_key())
        .col(string("unit"))
        .col(string("owner"))
        .col(string("reach"))
        .col(string("cause"))
        .col(text("title"))
        .col(text("what"))
        .col(string("due"))
        .col(big_integer("proposed_at"))
        .col(text("proposer"))
        .col(string("state"))
        .col(text("stage"))
        .to_owned()
}
