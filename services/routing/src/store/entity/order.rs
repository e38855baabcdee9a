//! Transfer orders and supervision orders.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) complaint: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) lead: String,
    pub(in crate::store) from_unit: Option<String>,
    pub(in crate::store) reason: Option<String>,
    /// Of a supervision order: the clock that ran out, and the step of the ladder.
    pub(in crate::store) clock: Option<Uuid>,
    pub(in crate::store) level: Option<i32>,
    pub(in crate::store) served_at: i64,
    pub(in crate::store) stage: String,
    pub(in crate::store) stage_at: Option<i64>,
    /// When work began, also after it has ended.
    pub(in crate::store) accepted_at: Option<i64>,
    /// Of a co-handling order.
    pub(in crate::store) supplied: Option<String>,
    /// Of a co-handling order: the kind of task, and whether the lead's reply waits for it.
    pub(in crate::store) task: Option<String>,
    pub(in crate::store) required: Option<bool>,
    /// Of an alert: who of the team said that it was heard, as JSON.
    pub(in crate::store) confirmed_by: Option<String>,
    /// The earliest limit that still waits: what lists are sorted by; the far future where none does.
    pub(in crate::store) next_due_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
