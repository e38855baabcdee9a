//! Redress, reviews, approvals, and what the complainant may ask for after the answer.

use huiyin_kernel::{Actor, Money, OrderId, StaffCode, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Verdict;

/// `POST /cases/{id}/communication`: the short way of a communication complaint.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerCommunication {
    /// `asks_help`, `asks_advice` or `vents`.
    #[schema(example = "asks_help")]
    pub kind: String,
    /// How it was answered: `phone`, `visit` …
    #[schema(example = "phone")]
    pub channel: String,
    /// The answer: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub words: String,
}

/// `POST /cases/{id}/redress`: what shall make it good (R5.7).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRedress {
    /// `money`, `fee_waiver`, `goods`, `service`, `correction` …
    #[schema(example = "money")]
    pub kind: String,
    /// What it is worth, in minor units; needed for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What exactly: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub what: String,
}

/// `POST /cases/{id}/redress/{redress}/decision` (R5.3) and `POST /cases/{id}/reply/decision` (R5.4).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// Whether it is approved.
    pub approved: bool,
    /// Why not: needed where it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: Option<String>,
}

/// `POST /cases/{id}/redress/{redress}/delivery`: it was paid or done.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverRedress {
    /// What shows it: a transfer's number, a receipt.
    #[schema(min_length = 1, max_length = 20000)]
    pub proof: String,
}

/// `POST /cases/{id}/review`: what the reviewer makes of the finding (R5.10).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewFinding {
    /// The finding that holds instead; absent where the reviewer holds with the unit's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Verdict>,
    /// The root cause that holds then: a code of the policy pack. Needed with `instead` before the reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "work_error")]
    pub root_cause: Option<String>,
    /// The unit that is responsible then; the one complained about where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub responsible_unit: Option<UnitPath>,
    /// Who is responsible then. Nobody whom the unit had named stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsible: Vec<StaffCode>,
    /// Why.
    #[schema(min_length = 1, max_length = 20000)]
    pub reasons: String,
}

/// `POST /cases/{id}/redress/{redress}/drop`: redress that is not delivered is given up (R5.7).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DropRedress {
    /// Why: the complainant does not want it, the finding was overruled …
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
}

/// `POST /cases/{id}/ask_again`: the complainant disagrees with the answer (R5.8, R5.11).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskAgain {
    /// By the level above, or by the appeals body.
    pub way: Way,
    /// Why they disagree.
    #[schema(min_length = 1, max_length = 20000)]
    pub reasons: String,
}

/// A way to disagree inside the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The level above verifies the answer.
    Verification,
    /// The appeals body decides.
    Appeal,
}

/// `POST /cases/{id}/opinions/{order}/overrule`: the lead goes on without a co-handler's opinion (R4.8).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverruleOpinion {
    /// Why.
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
}

/// `POST /cases/{id}/end_outside`: it ended by mediation, by arbitration or in court (R5.7).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndOutside {
    /// `mediation`, `arbitration` or `court`, where the policy pack lists it.
    #[schema(example = "mediation")]
    pub way: String,
    /// By which paper: the agreement or the judgment, with its number and what it says.
    #[schema(min_length = 1, max_length = 20000)]
    pub agreement: String,
    /// What is to be learnt from it, for the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 20000)]
    pub summary: Option<String>,
}

/// Redress of a case, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RedressView {
    /// The redress.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// What it is worth.
    pub amount: Option<Money>,
    /// `proposed`, `approved`, `refused`, `delivered` or `dropped`.
    pub state: String,
    /// Who approves it, while it waits: `parent`, or a duty.
    pub approver: Option<String>,
    /// The policy pack's row by which the unit settled alone.
    pub rule: Option<String>,
    /// Who proposed it.
    pub proposed_by: Actor,
    /// Who approved, refused or dropped it.
    pub decided_by: Option<Actor>,
}

/// Redress, as the form shows it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormRedress {
    /// Without its words.
    #[serde(flatten)]
    pub redress: RedressView,
    /// What exactly.
    pub what: String,
    /// What shows that it was delivered.
    pub proof: Option<String>,
    /// Why it was refused or dropped.
    pub reason: Option<String>,
}

/// An opinion of a co-handler (R4.8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpinionView {
    /// The co-handling order.
    pub order: OrderId,
    /// The unit that is asked.
    pub unit: UnitPath,
    /// Who asked.
    pub asked_by: Actor,
    /// The kind of task: `opinion`, `statement`, `document`, `on_site_check` or `appraisal`.
    #[serde(default)]
    pub task: Option<String>,
    /// Whether the reply waits for it.
    #[serde(default = "always")]
    pub required: bool,
    /// By when.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// `awaited`, `given` or `overruled`.
    pub state: String,
    /// Who gave it, or went on without it.
    pub by: Option<Actor>,
    /// Who went on without it, also where it came later.
    #[serde(default)]
    pub overruled_by: Option<Actor>,
}

/// What was kept before there were optional tasks is required.
fn always() -> bool {
    true
}

/// An opinion, as the form shows it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormOpinion {
    /// Without words.
    #[serde(flatten)]
    pub opinion: OpinionView,
    /// Why the handler went on without it.
    #[serde(default)]
    pub overruled_because: Option<String>,
}
