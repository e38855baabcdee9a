//! Members of staff.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) code: String,
    pub(in crate::store) unit: String,
    /// Codes with a space between them.
    pub(in crate::store) duties: String,
    pub(in crate::store) leader: bool,
    pub(in crate::store) reports_to: Option<String>,
    pub(in crate::store) email: Option<String>,
    pub(in crate::store) language: String,
    pub(in crate::store) left: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
