//! A complaint, without who complained and what they said.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) channel: String,
    pub(crate) unit: String,
    pub(crate) registered_by_unit: String,
    /// JSON.
    pub(crate) by: String,
    pub(crate) class: Option<String>,
    pub(crate) line: Option<String>,
    pub(crate) product: Option<String>,
    /// JSON.
    pub(crate) staff_concerned: String,
    pub(crate) leader_concerned: bool,
    pub(crate) persons: i64,
    pub(crate) anonymous: bool,
    pub(crate) confidential: bool,
    pub(crate) restricted: bool,
    pub(crate) media: bool,
    pub(crate) repeats: Option<Uuid>,
    pub(crate) language: String,
    pub(crate) reply_channel: Option<String>,
    pub(crate) received_at: i64,
    pub(crate) registered_at: i64,
    /// `2026-12-01`: by when the body that referred it wants the answer.
    pub(crate) referrers_date: Option<String>,
    pub(crate) occurred_from_at: Option<i64>,
    pub(crate) occurred_to_at: Option<i64>,
    pub(crate) source: Option<String>,
    pub(crate) source_key: Option<String>,
    /// JSON.
    pub(crate) past: Option<String>,
    pub(crate) stage: String,
    /// JSON: the stage with what is true then.
    pub(crate) stage_detail: String,
    pub(crate) lead: Option<String>,
    pub(crate) reply_due_at: Option<i64>,
    /// JSON: the rule behind that, and the last extension.
    pub(crate) promise: Option<String>,
    /// Whether the complainant may say whether they are satisfied with the answer.
    pub(crate) may_rate: bool,
    /// `2026-12-23`: the last day to ask for the answer to be verified.
    pub(crate) verify_by: Option<String>,
    /// `2026-12-23`: the last day to appeal.
    pub(crate) appeal_by: Option<String>,
    /// SHA-256 of the receipt code; complaints of the past have none.
    pub(crate) receipt_hash: Option<Vec<u8>>,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
