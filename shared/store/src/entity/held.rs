//! Events that wait for an earlier one, and events that are parked.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "held")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) event_id: Uuid,
    pub(crate) producer: String,
    pub(crate) about: Uuid,
    pub(crate) version: i64,
    /// `waiting` or `parked`.
    pub(crate) state: String,
    pub(crate) reason: String,
    pub(crate) attempts: i32,
    /// When it may be tried again; null until someone asks.
    pub(crate) retry_at: Option<i64>,
    pub(crate) held_at: i64,
    /// The envelope as JSON; for one that could not be read, what came over the wire.
    pub(crate) envelope: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
