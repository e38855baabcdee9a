//! The state of this database's feed: one row.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: i32,
    pub(crate) epoch: Uuid,
    /// The last sequence given (PostgreSQL); on SQLite the outbox itself tells.
    pub(crate) last_sequence: i64,
    /// All up to here is on the bus.
    pub(crate) relayed: i64,
    pub(crate) lease_holder: Option<Uuid>,
    pub(crate) lease_until: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
