//! Complaints as routing needs them: no word of what was said.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) number: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) registered_by: String,
    pub(in crate::store) restricted: bool,
    /// Codes with a space between them.
    pub(in crate::store) staff_concerned: String,
    pub(in crate::store) leader_concerned: bool,
    /// Codes with a space between them.
    pub(in crate::store) conflicted: String,
    pub(in crate::store) severity: String,
    /// Codes with a space between them.
    pub(in crate::store) approve: String,
    pub(in crate::store) class: Option<String>,
    pub(in crate::store) channel: String,
    /// `2026-12-01`.
    pub(in crate::store) referrers_date: Option<String>,
    pub(in crate::store) decided_by: Option<String>,
    pub(in crate::store) policy_version: String,
    pub(in crate::store) imported: bool,
    pub(in crate::store) registered_at: i64,
    pub(in crate::store) ended_at: Option<i64>,
    pub(in crate::store) ended_why: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
