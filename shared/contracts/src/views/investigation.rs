//! What investigation's HTTP API takes and answers.
//!
//! Words (statements, facts, the reply) stand only in what `GET …/statements` and `GET …/form` answer: both record the look (R8.1).

use huiyin_kernel::{Actor, CaseId, ComplaintId, ComplaintNumber, Date, OrderId, StaffCode, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// `POST /cases/{id}/statements`: a statement was taken (R5.1).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeStatement {
    /// Who gave it, by role: `complainant`, `staff_concerned`, `witness` …; never a name.
    #[schema(example = "complainant")]
    pub given_by: String,
    /// The words: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub words: String,
    /// When it was given; not in the future.
    #[schema(value_type = String, format = DateTime)]
    pub taken: Timestamp,
    /// The statement that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Uuid>,
}

/// `POST /cases/{id}/finding`: what was found (R5.2).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFinding {
    /// Whether the complaint is right.
    pub finding: Verdict,
    /// The root cause's code in the policy pack.
    #[schema(example = "work_error")]
    pub root_cause: String,
    /// What happened: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub facts: String,
    /// Why it came to this, in words of its own: 1 to 20 000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 20000)]
    pub cause_detail: Option<String>,
    /// The unit that is responsible; of what is upheld the unit complained about, where no other is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub responsible_unit: Option<UnitPath>,
    /// Who is responsible.
    #[serde(default)]
    pub responsible: Vec<StaffCode>,
}

/// Whether a complaint is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is.
    Upheld,
    /// In part.
    PartlyUpheld,
    /// It is not.
    NotUpheld,
}

/// `POST /cases/{id}/reply`: what the complainant was told (R5.4, R5.5).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendReply {
    /// How it was told: `letter`, `email`, `phone`, `visit` …
    #[schema(example = "phone")]
    pub channel: String,
    /// The answer and its explanation: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub words: String,
    /// Whether the organisation apologised: required where the complaint is upheld, wholly or in part.
    #[serde(default)]
    pub apology: bool,
    /// What was offered to make it good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 20000)]
    pub redress: Option<String>,
}

/// `POST /cases/{id}/follow_up`: a follow-up visit, by someone other than the handler (R5.8, R5.10).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFollowUp {
    /// What the complainant said of the answer.
    pub satisfaction: Satisfaction,
    /// In which words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 20000)]
    pub remarks: Option<String>,
}

/// What a complainant says of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Satisfaction {
    /// Satisfied.
    Satisfied,
    /// Dissatisfied: the case is reopened at a higher level.
    Dissatisfied,
    /// Nobody was reached: an attempt; the visit is still awaited.
    Unreachable,
}

/// `POST /cases/{id}/close`: closes the case and makes its handling form (R6.1).
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCase {
    /// What is to be learnt from it, for the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 20000)]
    pub summary: Option<String>,
}

mod causes;
mod decisions;
mod earlier;
mod evidence;
mod extension;
mod form;
mod learning;
mod sanctions;

pub use causes::CauseView;
pub use decisions::*;
pub use earlier::{EarlierAnswer, EarlierCase, EarlierFile, GroupView};
pub use evidence::{CustodyLine, EvidenceView, FormEvidence, REASON};
pub use extension::{ExtensionView, FormExtension, SentLetter, TellExtension};
pub use form::{
    FormDraft, FormFinding, FormFollowUp, FormReopening, FormReply, FormRound, FormStatement, FormUnitFound,
    HandlingForm,
};
pub use learning::*;
pub use sanctions::{AppealSanction, ProposeSanction, SanctionRole, SanctionView, SanctionWords, SettleAppeal};

/// How far a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The order was served; nobody has accepted it.
    Assigned,
    /// A handler is finding out.
    Investigating,
    /// There is a finding.
    Found,
    /// The complainant has a reply; the follow-up is awaited.
    Replied,
    /// The follow-up was made, or its time is over.
    FollowedUp,
    /// The complainant is dissatisfied; the order of a higher level is awaited.
    Reopened,
    /// It is closed.
    Closed,
    /// The file is in the archive.
    Archived,
}

/// `GET /cases`: one line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseLine {
    /// The case.
    pub id: CaseId,
    /// The complaint.
    pub complaint: ComplaintId,
    /// The complaint's number; absent for the moment until the register is heard.
    pub number: Option<ComplaintNumber>,
    /// The unit that holds it.
    pub unit: UnitPath,
    /// How far it is.
    pub stage: Stage,
    /// `general`, `complex` or `major`.
    pub severity: Option<String>,
    /// Whether it is a complaint of the past.
    pub imported: bool,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    pub opened: Timestamp,
    /// When the reply is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reply_due: Option<Timestamp>,
    /// When the time for the follow-up visit is over; absent before the reply.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub follow_up_lapses: Option<Timestamp>,
    /// The version that `If-Match` names.
    pub version: i64,
}

/// `GET /cases/{id}`, and what every command answers: a case without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseView {
    /// The line of the list.
    #[serde(flatten)]
    pub line: CaseLine,
    /// The order that it is held by; a complaint of the past may have none.
    pub order: Option<OrderId>,
    /// The unit complained about.
    pub unit_concerned: Option<UnitPath>,
    /// Whether it is restricted (R8.2).
    pub restricted: bool,
    /// The handler, while one works on it.
    pub handler: Option<Actor>,
    /// When the order was accepted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted: Option<Timestamp>,
    /// How many statements stand.
    pub statements: u32,
    /// The finding's code, where there is one.
    pub finding: Option<String>,
    /// The root cause's code, where there is one.
    pub root_cause: Option<String>,
    /// The review of the finding (R5.10): `not_needed`, `asked`, `confirmed` or `overruled`.
    pub review: Option<String>,
    /// Who reviews or approves next: `parent`, or a duty; absent while nobody is waited for.
    pub awaits: Option<String>,
    /// Who approves the reply besides (R5.4): `parent`, or duties.
    #[serde(default)]
    pub awaits_besides: Vec<String>,
    /// The last day to ask the level above to verify the answer (R5.11).
    #[schema(value_type = Option<String>, format = Date)]
    pub verify_by: Option<Date>,
    /// The last day to appeal (R5.8).
    #[schema(value_type = Option<String>, format = Date)]
    pub appeal_by: Option<Date>,
    /// What makes it good (R5.7), the oldest first.
    #[serde(default)]
    pub redress: Vec<RedressView>,
    /// What co-handlers were asked for (R4.8), the oldest first.
    #[serde(default)]
    pub opinions: Vec<OpinionView>,
    /// More time for the reply, and whether the complainant is told of it (R4.5), the oldest first.
    #[serde(default)]
    pub extensions: Vec<ExtensionView>,
    /// What the misstep costs whom (R6.3), the oldest first.
    #[serde(default)]
    pub sanctions: Vec<SanctionView>,
    /// What is to be learnt from it (R6.2), the oldest first; in which words, tells the form.
    #[serde(default)]
    pub lessons: Vec<LessonView>,
    /// Why the case was opened again (R5.8), each time; in which words, tells the form.
    #[serde(default)]
    pub reopened: Vec<Reopening>,
    /// When the complainant was replied to.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub replied: Option<Timestamp>,
    /// How it ended.
    pub ending: Option<String>,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed: Option<Timestamp>,
    /// SHA-256 of the handling form, in hexadecimal.
    pub form_sha256: Option<String>,
    /// When the file was archived.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub archived: Option<Timestamp>,
    /// The class in the archive (R8.3).
    #[serde(default)]
    pub retention: Option<String>,
    /// The last day on which the file is kept.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub kept_until: Option<Date>,
    /// What the handling form lacks until the case can be closed (R6.1), in the order of the work.
    #[serde(default)]
    pub missing: Vec<MissingPart>,
    /// How many people complain in it: one batch of so many persons (R3.4). Told by `GET` alone, as are the three that follow.
    #[serde(default)]
    pub persons: u32,
    /// The group of complaints of one cause that it is in (R3.10).
    #[serde(default)]
    pub group: Option<GroupView>,
    /// Whether it repeats an earlier complaint (R3.6).
    #[serde(default)]
    pub repeats: bool,
    /// The earlier cases that it repeats and the caller may see, the latest first.
    #[serde(default)]
    pub earlier: Vec<EarlierCase>,
    /// What was done, the oldest first.
    pub history: Vec<Step>,
}

/// A part that a handling form lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissingPart {
    /// `order`, `handler`, `statement`, `finding`, `review`, `opinion`, `redress_decision`, `redress_delivery`, `reply_approval`, `reply` or
    /// `follow_up`.
    pub part: String,
    /// The rule that asks for it.
    pub rule: String,
}

/// That a case was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reopening {
    /// `dissatisfied`, `verification`, `appeal` or `overruled`.
    pub why: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who recorded it.
    pub by: Actor,
}

/// One thing that was done in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Step {
    /// The case's version after it.
    pub version: i64,
    /// What: `assigned`, `order_accepted`, `statement_taken`, `found`, `replied`, `followed_up`, `follow_up_lapsed`, `closed`, `archived`.
    pub what: String,
    /// The unit that held the case then.
    pub unit: UnitPath,
    /// Who did it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// One statement, with its words.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct StatementView {
    /// The statement.
    pub id: Uuid,
    /// Who gave it, by role.
    pub given_by: String,
    /// The words.
    pub words: String,
    /// When it was given.
    #[schema(value_type = String, format = DateTime)]
    pub taken: Timestamp,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime)]
    pub recorded: Timestamp,
    /// Who took it.
    pub by: Actor,
    /// SHA-256 in hexadecimal of id, role, `taken` and words, with a line feed after each of the first three.
    pub sha256: String,
    /// The statement that it took the place of.
    pub supersedes: Option<Uuid>,
    /// The statement that took its place.
    pub superseded_by: Option<Uuid>,
}
