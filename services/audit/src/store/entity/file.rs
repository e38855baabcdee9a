//! A file in the archive (R8.3).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) complaint: Uuid,
    pub(crate) archived_at: i64,
    pub(crate) class: Option<String>,
    /// `YYYY-MM-DD`: the last day on which it is kept.
    pub(crate) kept_until: Option<String>,
    /// `kept`, `proposed`, `ordered` or `destroyed`.
    pub(crate) state: String,
    /// The list that it stands on.
    pub(crate) list: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
