//! A file of a complaint; its content lies in the folder, its name is personal data.

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) complaint: Uuid,
    pub(crate) sha256: Vec<u8>,
    pub(crate) bytes: i64,
    pub(crate) media_type: String,
    pub(crate) name: Option<String>,
    /// JSON.
    pub(crate) by: String,
    pub(crate) at: i64,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "attachment(redacted)")
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
