//! A request to see a complaint that the rules keep from whoever asks (R8.1).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "break_glass")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    /// The number that was asked for: there may be no such complaint.
    pub(crate) number: String,
    pub(crate) ground: String,
    pub(crate) reference: String,
    pub(crate) hours: i32,
    /// Who asked: JSON.
    pub(crate) asker: String,
    pub(crate) asked_at: i64,
    /// Who decided: JSON. Nothing while nobody has.
    pub(crate) decider: Option<String>,
    pub(crate) decided_at: Option<i64>,
    /// Until when it is open; nothing where it was refused.
    pub(crate) until_at: Option<i64>,
    /// Who closed it before its time: JSON.
    pub(crate) closer: Option<String>,
    pub(crate) closed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
