//! What holds a file beyond its term (R8.3).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hold")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) complaint: Uuid,
    pub(crate) ground: String,
    pub(crate) reference: String,
    /// Who put it on hold: JSON.
    pub(crate) holder: String,
    pub(crate) held_at: i64,
    /// Who ended it: JSON.
    pub(crate) releaser: Option<String>,
    pub(crate) released_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
