//! Views of the organisation in motion (R2.1).

use huiyin_kernel::{Date, Timestamp, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What dated changes came to, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitsChanged {
    /// Whether it was done; false where only the plan was asked for.
    pub done: bool,
    /// Changes that take effect at once: their day has begun.
    pub now: usize,
    /// Changes that wait for their day.
    pub ahead: usize,
    /// Lines about units that the directory does not know.
    pub skipped: usize,
    /// Complaints that followed their units.
    pub complaints: usize,
    /// Members of staff who went from a unit that is gone to the one that has what was open there.
    pub staff: usize,
    /// What happens at once to each unit.
    pub changes: Vec<UnitChangeView>,
    /// Columns of the file that were not read.
    pub ignored_columns: Vec<String>,
}

/// A change of a unit that waits for its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlannedChange {
    /// The unit.
    pub unit: UnitCode,
    /// The day on which it takes effect, in the unit's time zone.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// When that day begins.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// `open`, `rename`, `move`, `merge` or `close`.
    pub change: String,
    /// The name that it takes.
    pub name: Option<String>,
    /// The unit above, or the one that it is merged into.
    pub other: Option<UnitCode>,
    /// Why it cannot be made as the directory and the other changes stand: withdraw it, or what it contradicts.
    pub cannot: Option<String>,
}

/// What happens to a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitChangeView {
    /// The unit.
    pub unit: UnitCode,
    /// Its name.
    pub name: String,
    /// `opened`, `reopened`, `renamed`, `moved`, `changed`, `merged` or `closed`.
    pub what: String,
    /// The name or the place before.
    pub from: Option<String>,
    /// The name or the place from now on; of a unit that is gone, who has what was open there.
    pub to: Option<String>,
    /// Complaints that are open there.
    pub open_complaints: usize,
}
