//! The ledgers of clocks: what was asked and decided about their time (R4.12).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) complaint: Uuid,
    pub(in crate::store) clock: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) basis: Option<String>,
    pub(in crate::store) amount: Option<i32>,
    pub(in crate::store) ground: String,
    pub(in crate::store) reason: String,
    /// JSON.
    pub(in crate::store) asked_by: String,
    pub(in crate::store) asked_at: i64,
    pub(in crate::store) stage: String,
    /// JSON.
    pub(in crate::store) decided_by: Option<String>,
    pub(in crate::store) decided_at: Option<i64>,
    pub(in crate::store) old_due_at: Option<i64>,
    pub(in crate::store) new_due_at: Option<i64>,
    /// JSON.
    pub(in crate::store) ended_by: Option<String>,
    pub(in crate::store) ended_at: Option<i64>,
    pub(in crate::store) notice_at: Option<i64>,
    /// JSON.
    pub(in crate::store) explanation: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
