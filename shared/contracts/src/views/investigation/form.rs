//! The handling form (R6.1): made at each closing, and never changed.

use huiyin_kernel::{Actor, CaseId, ComplaintId, ComplaintNumber, Date, OrderId, StaffCode, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FormEvidence, FormExtension, FormOpinion, FormRedress, LessonWords, SanctionWords, Step};

/// The handling form (R6.1), version 5: all that the case holds. Stored as these bytes, with their SHA-256.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct HandlingForm {
    /// The form's version.
    pub form: u32,
    /// The complaint.
    pub complaint: ComplaintId,
    /// Its number.
    pub number: Option<ComplaintNumber>,
    /// The case.
    pub case: CaseId,
    /// The unit that handled it.
    pub unit: UnitPath,
    /// The unit complained about.
    pub unit_concerned: Option<UnitPath>,
    /// The order.
    pub order: Option<OrderId>,
    /// `general`, `complex` or `major`.
    pub severity: Option<String>,
    /// When the case was opened.
    #[schema(value_type = String, format = DateTime)]
    pub opened: Timestamp,
    /// When the reply was due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reply_due: Option<Timestamp>,
    /// The handler.
    pub handler: Option<Actor>,
    /// When the order was accepted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted: Option<Timestamp>,
    /// The statements' fingerprints, the oldest first.
    pub statements: Vec<FormStatement>,
    /// Evidence in files with its custody (R5.1), the oldest first.
    #[serde(default)]
    pub evidence: Vec<FormEvidence>,
    /// What was found.
    pub finding: Option<FormFinding>,
    /// What was replied.
    pub reply: Option<FormReply>,
    /// Why the last draft of the reply was given back (R5.4), while no other is written.
    #[serde(default)]
    pub given_back: Option<String>,
    /// What became of the follow-up.
    pub follow_up: Option<FormFollowUp>,
    /// What makes it good (R5.7).
    #[serde(default)]
    pub redress: Vec<FormRedress>,
    /// What co-handlers were asked for (R4.8).
    #[serde(default)]
    pub opinions: Vec<FormOpinion>,
    /// More time for the reply, with the letters about it (R4.5).
    #[serde(default)]
    pub extensions: Vec<FormExtension>,
    /// What the misstep costs whom (R6.3), as far as it was proposed before the closing.
    #[serde(default)]
    pub sanctions: Vec<SanctionWords>,
    /// What is to be learnt from it (R6.2), as far as it was drawn before the closing.
    #[serde(default)]
    pub lessons: Vec<LessonWords>,
    /// Drafts of the reply that did not go out (R5.4), the oldest first.
    #[serde(default)]
    pub drafts: Vec<FormDraft>,
    /// What was found and answered in the rounds before (R5.4): the position stays the same from reply to reply, or it is seen that it does not.
    #[serde(default)]
    pub rounds: Vec<FormRound>,
    /// Why the case was opened again (R5.8), each time.
    #[serde(default)]
    pub reopenings: Vec<FormReopening>,
    /// By which paper it ended outside (R5.7): the agreement or the judgment.
    #[serde(default)]
    pub agreement: Option<String>,
    /// What is to be learnt from it.
    pub summary: Option<String>,
    /// What was done, the oldest first.
    pub history: Vec<Step>,
    /// Who closed the case; absent while the form is still being filled.
    pub closed_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed: Option<Timestamp>,
}

/// A statement, as the form names it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormStatement {
    /// Who gave it, by role.
    pub given_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub taken: Timestamp,
    /// Who took it.
    pub by: Actor,
    /// Its fingerprint.
    pub sha256: String,
    /// Whether another took its place.
    pub superseded: bool,
}

/// A finding, as the form shows it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormFinding {
    /// `upheld`, `partly_upheld` or `not_upheld`.
    pub finding: String,
    /// The root cause's code.
    pub root_cause: String,
    /// What happened.
    pub facts: String,
    /// Why it came to this, in words of its own.
    #[serde(default)]
    pub cause_detail: Option<String>,
    /// The unit that is responsible.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub responsible_unit: Option<UnitPath>,
    /// Who is responsible.
    pub responsible: Vec<StaffCode>,
    /// The review outside of the unit (R5.10): `not_needed`, `asked`, `confirmed` or `overruled`.
    #[serde(default)]
    pub review: String,
    /// The reviewer's reasons.
    #[serde(default)]
    pub review_reasons: Option<String>,
    /// Who reviewed it.
    #[serde(default)]
    pub reviewed_by: Option<Actor>,
    /// What the unit had found, where the reviewer found otherwise.
    #[serde(default)]
    pub unit_found: Option<FormUnitFound>,
    /// When it was found.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

/// What a unit had found before a reviewer found otherwise.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormUnitFound {
    /// Its finding.
    pub finding: String,
    /// The root cause that it named.
    pub root_cause: Option<String>,
    /// Why, in words of its own.
    pub cause_detail: Option<String>,
    /// The unit that it held responsible.
    #[schema(value_type = Option<String>)]
    pub responsible_unit: Option<UnitPath>,
    /// Whom it held responsible.
    pub responsible: Vec<StaffCode>,
}

/// A reply, as the form shows it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormReply {
    /// How.
    pub channel: String,
    /// The words.
    pub words: String,
    /// Whether the organisation apologised.
    pub apology: bool,
    /// What was offered to make it good.
    pub redress: Option<String>,
    /// The whole letter, from the approved text (R5.4).
    #[serde(default)]
    pub letter: Option<String>,
    /// The last day to disagree that the letter names (R5.11).
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_day: Option<Date>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

/// A draft that did not go out.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormDraft {
    /// What would have gone out.
    #[serde(flatten)]
    pub reply: FormReply,
    /// Why it did not.
    pub reason: Option<String>,
    /// Who gave it back.
    pub given_back_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub given_back: Option<Timestamp>,
}

/// A round of the case that is over: what one unit found and answered before the case moved on.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormRound {
    /// The step that ended it.
    pub ended_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub ended: Timestamp,
    /// Who had handled it.
    pub handler: Actor,
    /// What was found.
    pub finding: Option<FormFinding>,
    /// What was replied.
    pub reply: Option<FormReply>,
}

/// Why the case was opened again.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormReopening {
    /// `dissatisfied`, `verification`, `appeal` or `overruled`.
    pub why: String,
    /// In which words.
    pub remarks: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who recorded it.
    pub by: Actor,
}

/// A follow-up, as the form shows it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormFollowUp {
    /// `satisfied`, or `lapsed` where the time for the visit was over.
    pub outcome: String,
    /// What the complainant said.
    pub remarks: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who made the visit.
    pub by: Option<Actor>,
}
