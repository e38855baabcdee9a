//! What one service destroyed of a complaint (R8.3).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "destroyed")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) complaint: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) service: String,
    pub(crate) destroyed_at: i64,
    pub(crate) gone_rows: i64,
    pub(crate) gone_files: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
