//! Units, open and closed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) code: String,
    pub(in crate::store) node: String,
    pub(in crate::store) path: String,
    pub(in crate::store) level: String,
    pub(in crate::store) name: String,
    pub(in crate::store) city: Option<String>,
    pub(in crate::store) address: Option<String>,
    pub(in crate::store) origin: Option<String>,
    pub(in crate::store) time_zone: String,
    /// Codes with a space between them.
    pub(in crate::store) duties: String,
    pub(in crate::store) contact_1: Option<String>,
    pub(in crate::store) contact_2: Option<String>,
    pub(in crate::store) responsible: Option<String>,
    pub(in crate::store) closed_at: Option<i64>,
    pub(in crate::store) successor: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
