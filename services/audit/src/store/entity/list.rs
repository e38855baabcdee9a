//! A list of files whose destruction is proposed (R8.3).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "destruction")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    /// Who proposed it: JSON.
    pub(crate) proposer: String,
    pub(crate) proposed_at: i64,
    /// Nothing while nobody has decided.
    pub(crate) approved: Option<bool>,
    /// Who decided: JSON.
    pub(crate) decider: Option<String>,
    pub(crate) decided_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
