//! A link between complaints, undone or not.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) complaint: Uuid,
    pub(crate) to_complaint: Option<Uuid>,
    pub(crate) cluster: Option<Uuid>,
    pub(crate) new_facts: bool,
    pub(crate) reason: String,
    /// JSON: who, and when.
    pub(crate) act: String,
    /// JSON: who, when and why it was undone.
    pub(crate) undone: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
