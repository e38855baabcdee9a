//! The ledger of a clock (R4.12), and whose time it was (R4.13).

use huiyin_kernel::{Actor, ClockId, OrderId, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ArithmeticView, LimitView};

/// A line of a clock's ledger (R4.12): nothing else moves a due time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DelayView {
    /// The line.
    pub id: Uuid,
    /// The clock.
    pub clock: ClockId,
    /// `extension`, `pause` or `recomputation`.
    pub kind: String,
    /// `asked`, `refused`, `approved` (in force) or `ended` (a pause that is over).
    pub stage: String,
    /// The ground's code.
    pub ground: String,
    /// Why, in the words of who asked.
    pub reason: String,
    /// Of an extension: how much more.
    pub limit: Option<LimitView>,
    /// Who asked.
    pub asked_by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub asked: Timestamp,
    /// Who decided: somebody else (R5.10).
    pub decided_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided: Option<Timestamp>,
    /// Of a pause: who ended it.
    pub ended_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// The due time before.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub was_due: Option<Timestamp>,
    /// The due time after.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// When the complainant was told.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub notice: Option<Timestamp>,
    /// The arithmetic of the due time after.
    pub arithmetic: Option<ArithmeticView>,
}

/// Reports a delay before the limit and asks for more time (R4.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskExtension {
    /// How much more, counted from the due time.
    pub limit: LimitView,
    /// Why it cannot be finished in time; at most 500 characters.
    pub reason: String,
}

/// Asks that time is not counted (R4.12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskPause {
    /// The ground's code.
    pub ground: String,
    /// What it is about; at most 500 characters.
    pub reason: String,
}

/// Decides about more time, or ends a pause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {}

/// Whose time it was (R4.13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HoldingsView {
    /// Who held the complaint, one after the other.
    pub periods: Vec<HoldingView>,
    /// The same by unit, the one that held it longest first.
    pub units: Vec<HeldByView>,
}

/// One unit held the complaint for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HoldingView {
    /// The order by which it did.
    pub order: OrderId,
    /// The unit.
    pub unit: UnitPath,
    /// The kind of that order.
    pub kind: String,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// When work on it began.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted: Option<Timestamp>,
    /// Until when; absent while it holds it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub to: Option<Timestamp>,
    /// Seconds by the clock, until now where it holds it still.
    pub seconds: i64,
    /// Seconds of working time; absent where the calendar does not say.
    pub working_seconds: Option<i64>,
}

/// How long one unit held the complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldByView {
    /// The unit.
    pub unit: UnitPath,
    /// Seconds by the clock.
    pub seconds: i64,
    /// Seconds of working time; absent where the calendar does not say.
    pub working_seconds: Option<i64>,
}
