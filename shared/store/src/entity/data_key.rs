//! The keys under which a service seals what it keeps of each complaint, wrapped.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) complaint: Uuid,
    /// The number of the key-encryption key; nothing once destroyed.
    pub(crate) kek: Option<i32>,
    /// The data key, wrapped; nothing once destroyed.
    pub(crate) wrapped: Option<Vec<u8>>,
    /// When it was destroyed.
    pub(crate) destroyed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
