//! One version of the return of a book's day. None is ever changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "book_return")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) book: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) day: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) revision: i32,
    pub(crate) entries: i32,
    /// JSON: the complaints.
    pub(crate) complaints: String,
    pub(crate) late: bool,
    pub(crate) reason: Option<String>,
    /// JSON: who, and when.
    pub(crate) act: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
