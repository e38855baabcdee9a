//! Words that were added to a file: personal data.

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note")]
pub(crate) struct Model {
    /// The order of entry: several can be entered at one instant.
    #[sea_orm(primary_key)]
    pub(crate) id: i64,
    pub(crate) complaint: Uuid,
    pub(crate) kind: String,
    pub(crate) code: Option<String>,
    /// Empty, but in a row of before an upgrade.
    pub(crate) words: String,
    pub(crate) by: String,
    pub(crate) at: i64,
    /// The words, sealed; nothing in a row of before an upgrade, until it is sealed.
    pub(crate) body: Option<Vec<u8>>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "note(redacted)")
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
