//! Events that a change said: the producer's record. The relay only transports them.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub(crate) struct Model {
    /// In commit order on SQLite; on PostgreSQL ordered by (txid, id) below the commit horizon.
    #[sea_orm(primary_key)]
    pub(crate) id: i64,
    /// The PostgreSQL transaction that wrote it; 0 on SQLite.
    pub(crate) txid: i64,
    /// Its place in the feed; given by the relay.
    pub(crate) sequence: Option<i64>,
    pub(crate) event_id: Uuid,
    pub(crate) kind: String,
    pub(crate) about: Uuid,
    pub(crate) version: i64,
    pub(crate) subject: String,
    pub(crate) occurred_at: i64,
    pub(crate) recorded_at: i64,
    pub(crate) causation: Option<Uuid>,
    pub(crate) policy_version: Option<String>,
    pub(crate) traceparent: Option<String>,
    pub(crate) body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
