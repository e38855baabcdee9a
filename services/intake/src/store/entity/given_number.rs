//! The last number given at a unit on a date.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "given_number")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) unit: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) date: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) series: i16,
    pub(crate) last: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
