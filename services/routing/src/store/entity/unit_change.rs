//! Changes of units that wait for their day, took effect, or could not.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_change")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) unit: String,
    /// `2026-11-27`, in the unit's time zone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) day: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) name: Option<String>,
    pub(in crate::store) level: Option<String>,
    pub(in crate::store) node: Option<String>,
    /// The unit above, or the successor.
    pub(in crate::store) other: Option<String>,
    /// When the day begins.
    pub(in crate::store) at: i64,
    pub(in crate::store) done_at: Option<i64>,
    /// Why it could not take effect.
    pub(in crate::store) refused: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
