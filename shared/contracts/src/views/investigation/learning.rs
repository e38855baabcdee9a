//! What the organisation learns (R6.2): lessons of cases, circulars, improvements.

use huiyin_kernel::{Actor, Date, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// `POST /cases/{id}/lessons`: what is to be learnt from a case.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawLesson {
    /// The lesson: 1 to 20 000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    pub words: String,
}

/// A lesson of a case, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LessonView {
    /// The lesson.
    pub id: Uuid,
    /// The root cause that was found.
    pub cause: String,
    /// Who drew it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A lesson with its words.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct LessonWords {
    /// Without its words.
    #[serde(flatten)]
    pub lesson: LessonView,
    /// The lesson.
    pub words: String,
}

/// `POST /circulars`: tells units something that all should know.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueCircular {
    /// What it is about, in a line.
    #[schema(min_length = 1, max_length = 20000)]
    pub title: String,
    /// What it says: 1 to 20 000 characters, and no person named.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
    /// To whom: each unit with all below it, by path.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 200)]
    pub units: Vec<UnitPath>,
    /// The day by which each unit has acknowledged it.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// That it names no person, neither complainant nor staff: without it nothing is taken.
    #[serde(default)]
    pub names_nobody: bool,
}

/// `GET /circulars/{id}`, and a line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CircularView {
    /// The circular.
    pub id: Uuid,
    /// The unit that issued it.
    pub unit: UnitPath,
    /// What it is about.
    pub title: String,
    /// What it says.
    pub text: String,
    /// The day by which each unit has acknowledged it.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// When it was issued.
    #[schema(value_type = String, format = DateTime)]
    pub issued: Timestamp,
    /// Who issued it.
    pub by: Actor,
    /// To how many units of those that the caller sees it goes.
    pub units: u64,
    /// How many of them have acknowledged it.
    pub acknowledged: u64,
    /// Whether it waits for the caller's own unit.
    pub waits_for_you: bool,
}

/// A circular with the units that it goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CircularUnits {
    /// The circular.
    #[serde(flatten)]
    pub circular: CircularView,
    /// The units that the caller sees, by path: those that have not acknowledged it first.
    pub to: Vec<AcknowledgementView>,
}

/// A unit that a circular goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcknowledgementView {
    /// The unit.
    pub unit: UnitPath,
    /// When it was acknowledged there.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// By whom.
    pub by: Option<Actor>,
}

/// `POST /improvements`: proposes to improve a product or a process.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeImprovement {
    /// What it is about, in a line.
    #[schema(min_length = 1, max_length = 20000)]
    pub title: String,
    /// What shall be done: 1 to 20 000 characters, and no person named.
    #[schema(min_length = 1, max_length = 20000)]
    pub what: String,
    /// The unit that owns the product or the process, by path.
    #[schema(value_type = String)]
    pub owner: UnitPath,
    /// The unit in and below which it shall show; that of whoever proposes it where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub reach: Option<UnitPath>,
    /// The root cause that it shall end: a code of the policy pack.
    #[schema(example = "service_channel")]
    pub cause: String,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// That it names no person.
    #[serde(default)]
    pub names_nobody: bool,
}

/// `POST /improvements/{id}/done`: what was done.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishImprovement {
    /// What was done, and no person named.
    #[schema(min_length = 1, max_length = 20000)]
    pub what: String,
    /// On which day; today where none is named. From then on the effect is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
    /// That it names no person.
    #[serde(default)]
    pub names_nobody: bool,
}

/// `POST /improvements/{id}/refuse`: why it is not done.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseImprovement {
    /// Why, and no person named.
    #[schema(min_length = 1, max_length = 20000)]
    pub reason: String,
    /// That it names no person.
    #[serde(default)]
    pub names_nobody: bool,
}

/// `GET /improvements`, one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImprovementView {
    /// The improvement.
    pub id: Uuid,
    /// The unit that proposed it.
    pub unit: UnitPath,
    /// The unit that shall do it.
    pub owner: UnitPath,
    /// The unit in and below which it shall show.
    pub reach: UnitPath,
    /// The root cause that it shall end.
    pub cause: String,
    /// What it is about.
    pub title: String,
    /// What shall be done.
    pub what: String,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// `open`, `done` or `refused`.
    pub state: String,
    /// Whether it should be done by now, and is not.
    pub overdue: bool,
    /// When it was proposed.
    #[schema(value_type = String, format = DateTime)]
    pub proposed: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What was done, or why it is not done.
    pub outcome: Option<String>,
    /// On which day it was done.
    #[schema(value_type = Option<String>, format = Date)]
    pub done_on: Option<Date>,
    /// Who recorded that.
    pub ended_by: Option<Actor>,
}
