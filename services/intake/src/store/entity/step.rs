//! A step that the complainant is shown.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "step")]
pub(crate) struct Model {
    /// The order of entry: several can be entered at one instant.
    #[sea_orm(primary_key)]
    pub(crate) id: i64,
    pub(crate) complaint: Uuid,
    pub(crate) step: String,
    pub(crate) at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
