//! The store's own schema, for both databases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, binary, binary_null, integer, integer_null, small_integer_null, string,
    text, text_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) fn all() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Delivery)]
}

/// The table of wrapped keys, in the databases of services that seal.
pub(crate) struct DataKeys;

impl MigrationName for DataKeys {
    fn name(&self) -> &'static str {
        "s0002_data_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for DataKeys {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("data_key")
            .col(uuid("complaint").primary_key())
            .col(integer_null("kek"))
            .col(binary_null("wrapped"))
            .col(big_integer_null("destroyed_at"))
            .to_owned();
        manager.create_table(table).await?;
        let by_key = "CREATE INDEX data_key_kek ON data_key (kek)";
        manager.get_connection().execute_unprepared(by_key).await?;
        Ok(())
    }
}

struct Delivery;

impl MigrationName for Delivery {
    fn name(&self) -> &'static str {
        "s0001_delivery"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Delivery {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        for mut columns in [outbox(postgres), feed(), inbox(), held(), idempotency()] {
            manager.create_table(columns.take()).await?;
        }
        for mut columns in positions() {
            manager.create_table(columns.take()).await?;
        }
        for statement in INDEXES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const INDEXES: [&str; 5] = [
    "CREATE UNIQUE INDEX outbox_sequence ON outbox (sequence)",
    "CREATE INDEX outbox_unnumbered ON outbox (txid, id) WHERE sequence IS NULL",
    "CREATE INDEX inbox_place ON inbox (producer, epoch, sequence)",
    "CREATE UNIQUE INDEX held_turn ON held (producer, about, version, event_id)",
    "CREATE INDEX held_retry ON held (retry_at) WHERE retry_at IS NOT NULL",
];

fn name(name: &'static str) -> Alias {
    Alias::new(name)
}

fn table(called: &'static str) -> TableCreateStatement {
    Table::create().table(name(called)).to_owned()
}

fn outbox(postgres: bool) -> TableCreateStatement {
    let mut txid = big_integer(name("txid"));
    if postgres {
        txid.default(Expr::cust("(pg_current_xact_id()::text::bigint)"));
    } else {
        txid.default(0);
    }
    table("outbox")
        .col(big_pk_auto(name("id")))
        .col(txid)
        .col(big_integer_null(name("sequence")))
        .col(uuid(name("event_id")))
        .col(string(name("kind")))
        .col(uuid(name("about")))
        .col(big_integer(name("version")))
        .col(text(name("subject")))
        .col(big_integer(name("occurred_at")))
        .col(big_integer(name("recorded_at")))
        .col(uuid_null(name("causation")))
        .col(text_null(name("policy_version")))
        .col(text_null(name("traceparent")))
        .col(text(name("body")))
        .to_owned()
}

fn feed() -> TableCreateStatement {
    table("feed")
        .col(integer(name("id")).primary_key())
        .col(uuid(name("epoch")))
        .col(big_integer(name("last_sequence")))
        .col(big_integer(name("relayed")))
        .col(uuid_null(name("lease_holder")))
        .col(big_integer(name("lease_until")))
        .to_owned()
}

fn inbox() -> TableCreateStatement {
    table("inbox")
        .col(uuid(name("event_id")).primary_key())
        .col(string(name("producer")))
        .col(uuid(name("epoch")))
        .col(big_integer(name("sequence")))
        .col(big_integer(name("heard_at")))
        .to_owned()
}

fn held() -> TableCreateStatement {
    table("held")
        .col(uuid(name("event_id")).primary_key())
        .col(string(name("producer")))
        .col(uuid(name("about")))
        .col(big_integer(name("version")))
        .col(string(name("state")))
        .col(text(name("reason")))
        .col(integer(name("attempts")))
        .col(big_integer_null(name("retry_at")))
        .col(big_integer(name("held_at")))
        .col(text(name("envelope")))
        .to_owned()
}

fn idempotency() -> TableCreateStatement {
    table("idempotency")
        .col(string(name("key")).primary_key())
        .col(binary(name("fingerprint")))
        .col(small_integer_null(name("status")))
        .col(text_null(name("body")))
        .col(big_integer(name("created_at")))
        .to_owned()
}

fn positions() -> [TableCreateStatement; 4] {
    [
        table("feed_version")
            .col(uuid(name("about")).primary_key())
            .col(big_integer(name("version")))
            .to_owned(),
        table("feed_consumer")
            .col(string(name("consumer")).primary_key())
            .col(big_integer(name("through")))
            .col(big_integer(name("heard_at")))
            .to_owned(),
        table("inbox_position")
            .col(string(name("producer")).primary_key())
            .col(uuid(name("epoch")))
            .col(big_integer(name("through")))
            .to_owned(),
        table("inbox_version")
            .col(string(name("producer")))
            .col(uuid(name("about")))
            .col(big_integer(name("version")))
            .primary_key(Index::create().col(name("producer")).col(name("about")))
            .to_owned(),
    ]
}
