//! A working day of a book that passed without its return.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "book_missed")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) book: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) day: String,
    /// The unit as it stood then.
    pub(crate) unit: String,
    pub(crate) code: String,
    pub(crate) due_at: i64,
    /// The unit that was told.
    pub(crate) told: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
