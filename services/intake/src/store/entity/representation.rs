//! That somebody complains for another, without who they are.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "representation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) complaint: Uuid,
    pub(crate) role: String,
    pub(crate) authority: String,
    pub(crate) receives: bool,
    pub(crate) outcome: String,
    pub(crate) reason: Option<String>,
    /// JSON: who, and when.
    pub(crate) act: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
