//! Further posts of members of staff.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) staff: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) unit: String,
    /// Codes with a space between them.
    pub(in crate::store) duties: String,
    pub(in crate::store) leader: bool,
    pub(in crate::store) reports_to: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
