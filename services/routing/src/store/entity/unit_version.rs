//! Units as they were from a day on.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_version")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) code: String,
    /// `2026-11-27`, in the unit's time zone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) day: String,
    pub(in crate::store) name: String,
    pub(in crate::store) path: String,
    pub(in crate::store) level: String,
    pub(in crate::store) open: bool,
    pub(in crate::store) successor: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
