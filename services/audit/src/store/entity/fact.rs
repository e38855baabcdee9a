//! One complaint as the figures count it. Everything but the id may be unknown still: producers are heard in any order.

use huiyin_kernel::{ComplaintId, StaffCode, UnitPath};
use sea_orm::entity::prelude::*;

use crate::domain::known::Known;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fact")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) complaint: Uuid,
    pub(crate) number: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) class: Option<String>,
    pub(crate) product: Option<String>,
    pub(crate) line: Option<String>,
    /// The unit complained about.
    pub(crate) unit: Option<String>,
    /// The unit that leads.
    pub(crate) lead: Option<String>,
    /// `YYYY-MM-DD` in the organisation's zone; known once the registration is heard.
    pub(crate) received_on: Option<String>,
    pub(crate) received_at: Option<i64>,
    pub(crate) registered_at: Option<i64>,
    /// `registered` or `accepted`: intake's word.
    pub(crate) register_stage: Option<String>,
    /// Investigation's word.
    pub(crate) case_stage: Option<String>,
    pub(crate) finding: Option<String>,
    pub(crate) root_cause: Option<String>,
    /// The branch of the pack's tree that the root cause stands on.
    pub(crate) cause_one: Option<String>,
    /// The next level below; nothing where the cause is the branch itself.
    pub(crate) cause_two: Option<String>,
    pub(crate) ending: Option<String>,
    pub(crate) closed_at: Option<i64>,
    pub(crate) in_time: Option<bool>,
    pub(crate) severity: Option<String>,
    pub(crate) persons: Option<i64>,
    pub(crate) imported: Option<bool>,
    /// The mapping that a complaint of the past came by.
    pub(crate) source: Option<String>,
    pub(crate) restricted: Option<bool>,
    /// Codes of the members of staff complained about, with commas between (R4.10).
    pub(crate) concerned: Option<String>,
    /// Whether it repeats an earlier one (R3.6).
    pub(crate) repeats: Option<bool>,
    /// Who handled it last, by code (R6.4).
    pub(crate) handler: Option<String>,
    /// The unit in which they did.
    pub(crate) handler_unit: Option<String>,
    /// `satisfied` or `dissatisfied`: what was said last (R5.8).
    pub(crate) satisfaction: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for Known {
    /// Units and codes were checked when the event was heard.
    fn from(row: Model) -> Self {
        let unit = |path: Option<String>| path.and_then(|path| UnitPath::new(path).ok());
        let codes = row.concerned.as_deref().unwrap_or_default().split(',');
        Self {
            complaint: ComplaintId::from_uuid(row.complaint),
            number: row.number,
            unit: unit(row.unit),
            lead: unit(row.lead),
            restricted: row.restricted.unwrap_or(true),
            concerned: codes.filter_map(|code| StaffCode::new(code).ok()).collect(),
        }
    }
}
