//! What routing's HTTP API takes and answers.

use huiyin_kernel::{Actor, ClockId, ComplaintId, ComplaintNumber, OrderId, StaffCode, Timestamp, UnitCode, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Count;

mod acts;
mod ledger;
mod motion;
mod policy;
mod simulation;

pub use acts::{Acknowledge, AnswerSupervision, AskCoHandler, ConfirmAlert, LimitView, Reason, Supervise, Supply};
pub use ledger::{AskExtension, AskPause, Decide, DelayView, HeldByView, HoldingView, HoldingsView};
pub use motion::{PlannedChange, UnitChangeView, UnitsChanged};
pub use policy::{
    CalendarDayView, CalendarView, CheckPack, LetterView, MigratePolicy, MigratedView, PackChecked, PackView,
    PolicyMigrated,
};
pub use simulation::{Simulate, SimulatedCounts, SimulatedUnit, SimulationView};

/// What an import of the directory changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DirectoryImported {
    /// Units of the file.
    pub total: usize,
    /// Units that are new.
    pub added: usize,
    /// Units that changed, moved or opened again.
    pub changed: usize,
    /// Units that closed: the file calls them closed, or no longer names them.
    pub closed: usize,
    /// Columns of the file that were not read.
    pub ignored_columns: Vec<String>,
    /// Whether the directory was empty before.
    #[serde(default)]
    pub first: bool,
    /// Whether it was done; false where only the plan was asked for.
    #[serde(default)]
    pub done: bool,
    /// Complaints that followed their units.
    #[serde(default)]
    pub complaints: usize,
    /// Members of staff who went from a unit that is gone to the one that has what was open there.
    #[serde(default)]
    pub staff: usize,
    /// What happens to each unit; of a first import nothing.
    #[serde(default)]
    pub changes: Vec<UnitChangeView>,
}

/// What an import of staff changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StaffImported {
    /// People of the file.
    pub total: usize,
    /// People who are new.
    pub added: usize,
    /// People who were known; people that the file does not name stay as they are.
    pub updated: usize,
}

/// A unit of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitView {
    /// Its code.
    pub code: UnitCode,
    /// Its place in the tree.
    pub path: UnitPath,
    /// The unit above, except at the root.
    pub parent: Option<UnitCode>,
    /// `head_office`, `branch`, `sub_branch`, `outlet`, `department` …
    pub level: String,
    /// Its name.
    pub name: String,
    /// Its city.
    pub city: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its IANA time zone.
    pub time_zone: String,
    /// The duties that it holds (R2.2).
    pub duties: Vec<String>,
    /// Who is told first (R2.3).
    pub contact_1: Option<StaffCode>,
    /// Who is told second.
    pub contact_2: Option<StaffCode>,
    /// The first responsible person.
    pub responsible: Option<StaffCode>,
    /// Whether it is open.
    pub open: bool,
    /// When it closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Timestamp>,
}

/// `GET /orders/counts`: how long the lists are that everyone knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderCounts {
    /// Served, and nobody has started work.
    pub to_accept: Count,
    /// Open, with a limit before the instant that was asked for; all that are open where none was.
    pub due: Count,
    /// Open, and past a limit.
    pub overdue: Count,
    /// Supervision orders that are open.
    pub supervision: Count,
}

/// A member of staff. The e-mail address is told to notification only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StaffView {
    /// Their code.
    pub code: StaffCode,
    /// Their unit.
    pub unit: UnitCode,
    /// The duties that they hold.
    pub duties: Vec<String>,
    /// Whether they lead their unit.
    pub leader: bool,
    /// Whom they report to.
    pub reports_to: Option<StaffCode>,
    /// Their posts in other units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<PostView>,
    /// `zh` or `en`.
    pub language: String,
    /// Whether an e-mail address is known.
    pub has_email: bool,
    /// Whether they have left.
    pub left: bool,
}

/// A further post of a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PostView {
    /// The unit.
    pub unit: UnitCode,
    /// The duties that they hold there.
    pub duties: Vec<String>,
    /// Whether they lead it.
    pub leader: bool,
    /// Whom they report to there.
    pub reports_to: Option<StaffCode>,
}

/// An order: a unit must act on a complaint (R4.1, R4.3), or press for a result (R4.7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderView {
    /// The order.
    pub id: OrderId,
    /// The complaint.
    pub complaint: ComplaintId,
    /// The complaint's number.
    pub number: ComplaintNumber,
    /// `transfer`, `triage`, `reopened`, `returned`, `dispute`, `decided`, `co_handling` or `supervision`.
    pub kind: String,
    /// `served`, `accepted`, `handed_over`, `returned`, `disputed`, `done` or `stopped`.
    pub stage: String,
    /// The unit that must act.
    pub lead: UnitPath,
    /// The unit complained about.
    pub unit: UnitPath,
    /// The unit that passed it on; absent where a rule decided.
    pub from: Option<UnitPath>,
    /// Why it was passed on; of a co-handling order what must be supplied (R4.8).
    pub reason: Option<String>,
    /// Of a co-handling order: what was supplied.
    #[serde(default)]
    pub supplied: Option<String>,
    /// Of a co-handling order: the kind of task (R4.8).
    #[serde(default)]
    pub task: Option<String>,
    /// Of a co-handling order: whether the lead's reply waits for it.
    #[serde(default)]
    pub required: Option<bool>,
    /// Of an alert: who of the team said that it was heard (R5.9).
    #[serde(default)]
    pub confirmed_by: Option<Actor>,
    /// `general`, `complex` or `major` (R4.2).
    pub severity: String,
    /// The class that the decision went by.
    pub class: Option<String>,
    /// The decision table's row that matched.
    pub row: Option<String>,
    /// The policy pack's version that decided.
    pub policy_version: String,
    /// Whether the complaint is restricted (R8.2).
    pub restricted: bool,
    /// For a supervision order: the clock that ran out.
    pub clock: Option<ClockId>,
    /// For a supervision order: the step of the ladder, from 1.
    pub level: Option<u32>,
    /// When it was served.
    #[schema(value_type = String, format = DateTime)]
    pub served_at: Timestamp,
    /// When work on it began, or a supervision order was acknowledged.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Timestamp>,
    /// When its present stage began, where that is not the first.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub stage_at: Option<Timestamp>,
    /// Its next limit; of a late order the limit that was missed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_due: Option<Timestamp>,
}

/// A clock that runs, or ran, on a complaint (R4.12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClockView {
    /// The clock.
    pub id: ClockId,
    /// The order that it came with.
    pub order: OrderId,
    /// What it waits for: `hand_over`, `accept`, `reply` or `supply`.
    pub kind: String,
    /// `running`, `paused`, `unset`, `met`, `breached` or `stopped`.
    pub stage: String,
    /// The unit that it runs for.
    pub unit: UnitPath,
    /// The rule that started it.
    pub rule: String,
    /// The policy pack's version that it was started by.
    pub policy_version: String,
    /// `clock_hours`, `working_hours`, `working_days` or `calendar_days`.
    pub basis: String,
    /// How many of them.
    pub amount: u32,
    /// When it started.
    #[schema(value_type = String, format = DateTime)]
    pub started: Timestamp,
    /// When it falls due; absent where the calendar does not say, and while it is paused.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// Seconds until then by the clock, negative once it has passed; only while it waits.
    pub remaining_seconds: Option<i64>,
    /// When what it waited for was done, or fell away.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// Whether it was met in time; absent while that is open, and where it was stopped.
    pub in_time: Option<bool>,
    /// Why it was stopped, or why it could not be set.
    pub why: Option<String>,
    /// The instant that no act inside the organisation moves.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ceiling: Option<Timestamp>,
    /// Since when it is paused.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub paused_since: Option<Timestamp>,
    /// The arithmetic from the start.
    pub arithmetic: Option<ArithmeticView>,
    /// Its ledger: extensions, pauses and recomputations, in the order in which they were asked.
    #[serde(default)]
    pub delays: Vec<DelayView>,
}

/// How a due time was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArithmeticView {
    /// The calendar's name.
    pub calendar: String,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// The start, in civil time of that zone.
    pub from: String,
    /// The end, in civil time of that zone.
    pub to: String,
    /// Every day looked at; none for limits by the clock.
    pub days: Vec<ArithmeticDay>,
    /// The same in English, a line a day.
    pub text: String,
}

/// One day of the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArithmeticDay {
    /// The date.
    #[schema(value_type = String, format = Date)]
    pub date: huiyin_kernel::Date,
    /// Whether it counts.
    pub counted: bool,
    /// Why: `working-day`, `make-up-day`, `weekly-rest`, `holiday`, `calendar-day`, `start-day`, `hours-over`, `no-working-time`.
    pub why: String,
    /// The holiday's name.
    pub name: Option<String>,
    /// The working periods used of it: `08:30-12:00`.
    pub periods: Vec<String>,
}

/// Passes an order on (R4.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The unit that must act from now on.
    pub unit: UnitCode,
    /// Why, in a sentence; at most 500 characters.
    pub reason: String,
}
