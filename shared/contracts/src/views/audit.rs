//! What audit's HTTP API answers: the record's chain, a complaint's timeline, and figures.

use huiyin_kernel::{Actor, ComplaintId, Date, EventId, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The last entry of the record: keep it elsewhere, and `GET /chain/verify` tells later whether it still stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChainHead {
    /// The last position; 0 while the record is empty. Positions are contiguous from 1.
    pub position: i64,
    /// The hash at that position: 64 hexadecimal digits (all 0 while the record is empty).
    pub hash: String,
}

/// What part of the chain to verify.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct VerifyQuery {
    /// Begin after this position and take its stored hash for true; 0 (the default) begins at the first entry.
    pub after: Option<i64>,
    /// How many entries at the most; 1 000 000 where not given.
    pub limit: Option<u64>,
    /// The position of a head that was kept elsewhere; goes with `hash`.
    pub position: Option<i64>,
    /// The hash of that head.
    pub hash: Option<String>,
}

/// The outcome of walking the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Verified {
    /// Whether every entry that was walked follows from the one before it, and the kept head (where one was given) stands.
    pub intact: bool,
    /// How many entries were walked and found good.
    pub entries: u64,
    /// The first position that does not hold.
    pub broken_at: Option<i64>,
    /// What is wrong there: `missing`, `relinked`, `altered`, or `not_the_kept_head`.
    pub why: Option<String>,
    /// The last good position and its hash: go on after it where `more` is set.
    pub head: ChainHead,
    /// Whether entries after that were not walked, because of the limit.
    pub more: bool,
}

/// Which part of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TimelineQuery {
    /// Entries after this position of the record.
    pub after: Option<i64>,
    /// How many at the most: 1 to 500; 200 where not given.
    pub limit: Option<u64>,
}

/// All that happened to one complaint, in the order of the record.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Timeline {
    /// The complaint.
    pub complaint: ComplaintId,
    /// Its number; absent until its registration is heard.
    pub number: Option<String>,
    /// Its entries.
    pub entries: Vec<TimelineEntry>,
    /// Ask again with `after` set to this: there is more.
    pub next: Option<i64>,
}

/// One entry of the record.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TimelineEntry {
    /// Its place in the record.
    pub position: i64,
    /// The event.
    pub event: EventId,
    /// The event's type: `complaint.registered.v1`.
    pub kind: String,
    /// The service that said it.
    pub producer: String,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub occurred: Timestamp,
    /// When its producer wrote it down; later than `occurred` where a branch was offline.
    #[schema(value_type = String, format = DateTime)]
    pub recorded: Timestamp,
    /// Who did it, where the event tells.
    pub by: Option<Actor>,
    /// The unit that acted or must act, where the event tells.
    pub unit: Option<UnitPath>,
    /// The policy pack's version that it was decided by.
    pub policy_version: Option<String>,
    /// The event's payload. Holds no personal data and no narrative.
    #[schema(value_type = Object)]
    pub payload: Box<RawValue>,
    /// The entry's hash: 64 hexadecimal digits.
    pub hash: String,
}

/// Which figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FiguresQuery {
    /// What to count by, with commas between: `channel`, `class`, `product`, `line`, `unit`, `lead`, `finding`, `root_cause`,
    /// `cause_one` and `cause_two` (the branch of the tree that it stands on, and the level below), `ending`, `month`, `in_time`, `severity`, `stage`, `repeats`, `imported`; `handler` for whom the
    /// policies let see figures about persons.
    pub by: String,
    /// The first day that the complaint was received on, in the organisation's time zone.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day, itself included.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// About a unit of this subtree, or led by one: its path. Absent: all that the caller may count.
    #[param(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<UnitPath>,
    /// Only those: a name of [`Counts`], as `open`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

/// The complaints behind a figure (R7.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BehindQuery {
    /// The key that was counted by, one of [`FiguresQuery::by`]; absent: all of the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Its value; absent: those that have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Which of them: a name of [`Counts`]; absent: all that were received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The first day that the complaint was received on, in the organisation's time zone.
    #[param(value_type = Option<String>, format = Date)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day, itself included.
    #[param(value_type = Option<String>, format = Date)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// About a unit of this subtree, or led by one: its path.
    #[param(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<UnitPath>,
    /// The page's `next`, to go on after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many at the most: 1 to 200; absent: 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

/// A complaint behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BehindRow {
    /// The complaint.
    pub complaint: ComplaintId,
    /// Its number.
    pub number: Option<String>,
    /// The unit complained about.
    pub unit: Option<UnitPath>,
    /// The unit that leads.
    pub lead: Option<UnitPath>,
    /// How far it has come.
    pub stage: Option<String>,
    /// The day that it was received on.
    pub received_on: String,
}

/// Figures: the counts by each combination of the keys, the largest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// The keys, in the order asked for.
    pub by: Vec<String>,
    /// The first day.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The IANA time zone that days and months are of.
    pub time_zone: String,
    /// The sum of all rows.
    pub total: Counts,
    /// One row for each combination that occurs.
    pub rows: Vec<FigureRow>,
}

/// One combination of the keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureRow {
    /// The value of each key, in the order of `by`; null where the complaints have none (yet).
    pub key: Vec<Option<String>>,
    /// The counts.
    pub counts: Counts,
}

/// How many complaints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    /// Complaints received: batches in the words of R3.4.
    pub received: u64,
    /// Of those, the ones that have ended.
    pub closed: u64,
    /// Of those, the ones that have not.
    pub open: u64,
    /// Replied to in time.
    pub in_time: u64,
    /// Not replied to in time.
    pub late: u64,
    /// People who complained (R3.4).
    pub persons: u64,
    /// Open, not replied to, and the time to reply is over.
    #[serde(default)]
    pub overdue: u64,
    /// The complainant is satisfied, as the last follow-up or they themselves said (R5.8).
    #[serde(default)]
    pub satisfied: u64,
    /// The complainant is not.
    #[serde(default)]
    pub dissatisfied: u64,
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            received: self.received + other.received,
            closed: self.closed + other.closed,
            open: self.open + other.open,
            in_time: self.in_time + other.in_time,
            late: self.late + other.late,
            persons: self.persons + other.persons,
            overdue: self.overdue + other.overdue,
            satisfied: self.satisfied + other.satisfied,
            dissatisfied: self.dissatisfied + other.dissatisfied,
        }
    }
}

/// How far the record has come: for a caller that waits until what it did is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// Entries in the record.
    pub entries: i64,
    /// Complaints whose registration is recorded: they stand in the figures.
    pub complaints: u64,
    /// Of those, the ones that routing has given to a unit.
    pub routed: u64,
}

/// Asks how many of these complaints are recorded and routed, so that a caller can wait for exactly what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedRequest {
    /// The complaints: 1 000 at the most.
    pub complaints: Vec<ComplaintId>,
}

/// How many of the complaints asked for have come how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counted {
    /// Different complaints asked for.
    pub asked: u64,
    /// Their registration is in the record and they stand in the figures.
    pub recorded: u64,
    /// Routing has given them to a unit.
    pub routed: u64,
    /// Both: when this equals `asked`, all of it has been routed, recorded and counted.
    pub counted: u64,
}

/// A period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PeriodQuery {
    /// The first day, in the organisation's time zone.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day, itself included.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

/// Sanctions proposed in a period, by unit (R6.3, R6.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SanctionFigures {
    /// The first day.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The IANA time zone that days are of.
    pub time_zone: String,
    /// One row for each unit and currency, by the unit's path.
    pub rows: Vec<SanctionRow>,
}

/// What sanctions come to in one unit and one currency. All counts are of those proposed in the period, as they stand now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SanctionRow {
    /// The unit that who is hit answers for.
    pub unit: UnitPath,
    /// The currency.
    pub currency: Option<String>,
    /// Proposed.
    pub proposed: u64,
    /// Of those, imposed and neither lifted nor refused.
    pub imposed: u64,
    /// Refused.
    pub refused: u64,
    /// Of those imposed, the ones that wait for the appeals body.
    pub appealed: u64,
    /// Lifted on appeal.
    pub lifted: u64,
    /// What those imposed come to, in minor units.
    pub amount: i64,
}

/// Over how many days effects are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EffectsQuery {
    /// How many days on each side of the day on which it was done, at the most: 1 to 366; 90 where nothing is said.
    #[param(minimum = 1, maximum = 366)]
    pub days: Option<i32>,
}

/// What came of improvements (R6.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Effects {
    /// The IANA time zone that days are of.
    pub time_zone: String,
    /// One row for each improvement that is done, those done last first.
    pub rows: Vec<EffectRow>,
}

/// Complaints of the root cause that an improvement shall end, about the units that it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EffectRow {
    /// The improvement.
    pub improvement: Uuid,
    /// The unit that did it.
    pub owner: UnitPath,
    /// The unit in and below which complaints are counted.
    pub reach: UnitPath,
    /// The root cause.
    pub cause: String,
    /// The day on which it was done; it counts on neither side.
    #[schema(value_type = String, format = Date)]
    pub done_on: Date,
    /// How many days each side has: no more than have passed since.
    pub days: i32,
    /// Complaints received in so many days before.
    pub before: u64,
    /// Complaints received in so many days after.
    pub after: u64,
}
