//! An opinion book that a unit keeps, or kept.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "book")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    /// The unit's code: what stays when it moves.
    pub(crate) unit: String,
    /// Where the unit stands now.
    pub(crate) path: String,
    pub(crate) code: String,
    pub(crate) place: Option<String>,
    pub(crate) from_day: String,
    pub(crate) to_day: Option<String>,
    /// Why it is kept no longer.
    pub(crate) ended: Option<String>,
    /// `waiting`, `unset` or `never`.
    pub(crate) next: String,
    /// The day that is waited for, or after which none is known.
    pub(crate) next_day: Option<String>,
    /// When something is to be done about it.
    pub(crate) next_at: Option<i64>,
    /// JSON: who, and when.
    pub(crate) act: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
