//! What ticks fire, by (clock, what, level).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deadline")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) clock: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) what: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) level: i32,
    pub(in crate::store) complaint: Uuid,
    pub(in crate::store) at: i64,
    pub(in crate::store) fired_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
