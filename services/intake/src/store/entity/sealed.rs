//! Who complained and what they said: personal data.

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sealed")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) complaint: Uuid,
    /// JSON, in a row of before an upgrade.
    pub(crate) complainant: Option<String>,
    pub(crate) narrative: Option<String>,
    pub(crate) asked_for: Option<String>,
    /// All three, sealed; nothing in a row of before an upgrade, until it is sealed.
    pub(crate) body: Option<Vec<u8>>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "sealed(redacted)")
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
