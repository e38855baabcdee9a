//! One sanction as the figures count it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sanction")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) complaint: Uuid,
    /// The unit that who is hit answers for.
    pub(crate) unit: String,
    /// `YYYY-MM-DD` in the organisation's zone; known once the proposal is heard.
    pub(crate) proposed_on: Option<String>,
    pub(crate) rule: Option<String>,
    /// In minor units.
    pub(crate) amount: Option<i64>,
    pub(crate) currency: Option<String>,
    /// `proposed`, `imposed`, `refused`, `appealed`, `confirmed` or `lifted`.
    pub(crate) state: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
