//! Clocks, with their arithmetic.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) complaint: Uuid,
    pub(in crate::store) order_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) kind: String,
    /// What ends its wait; nothing in rows of before kinds were data, where the kind says it.
    pub(in crate::store) waits_for: Option<String>,
    pub(in crate::store) milestone: bool,
    pub(in crate::store) calendar: Option<String>,
    pub(in crate::store) rule: String,
    pub(in crate::store) policy_version: String,
    pub(in crate::store) ladder: String,
    pub(in crate::store) basis: String,
    pub(in crate::store) amount: i32,
    pub(in crate::store) started_at: i64,
    pub(in crate::store) ceiling_at: Option<i64>,
    /// JSON.
    pub(in crate::store) explanation: Option<String>,
    pub(in crate::store) stage: String,
    pub(in crate::store) due_at: Option<i64>,
    pub(in crate::store) paused_at: Option<i64>,
    pub(in crate::store) ended_at: Option<i64>,
    /// Of a breached clock that ended: whether what it waited for was done.
    pub(in crate::store) was_met: bool,
    pub(in crate::store) why: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
