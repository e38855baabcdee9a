//! Opinion books and their checks (R3.7).

use huiyin_kernel::{Actor, BookId, ComplaintId, Date, Timestamp, UnitCode, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A book that a unit keeps from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepBook {
    /// The unit.
    pub unit: UnitCode,
    /// What the unit calls it: one code for each of its books, at most 32 letters, digits and `_`.
    pub code: String,
    /// Where it lies; at most 200 characters.
    pub place: Option<String>,
}

/// Why a book is kept no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBook {
    /// Why, in a line of at most 200 characters.
    pub reason: String,
}

/// A book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BookView {
    /// The book.
    pub id: BookId,
    /// The unit that keeps it.
    pub unit: UnitPath,
    /// What the unit calls it.
    pub code: String,
    /// Where it lies.
    pub place: Option<String>,
    /// The first day that it is to be checked on.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day, once it is kept no longer.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The next working day whose check is waited for; absent where it is kept no longer, or the calendar does not reach so far.
    #[schema(value_type = Option<String>, format = Date)]
    pub next_day: Option<Date>,
    /// When that day counts as missed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
}

/// The check of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookReturn {
    /// The day; absent: today at the unit's place. A day that is over makes a late return.
    #[schema(value_type = Option<String>, format = Date)]
    pub day: Option<Date>,
    /// The complaints that the entries were registered as, by number or id: at most 200. None makes it a nil return.
    #[serde(default)]
    pub complaints: Vec<String>,
}

/// Another version of a day's return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendReturn {
    /// All complaints that the day's entries were registered as.
    #[serde(default)]
    pub complaints: Vec<String>,
    /// Why, in a line of at most 200 characters. It should name no person.
    pub reason: String,
}

/// One version of a day's return. The first is kept whatever comes after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReturnView {
    /// The book.
    pub book: BookId,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// 1 for the first; more for each time that it was amended.
    pub revision: u32,
    /// How many entries were found; 0 is a nil return.
    pub entries: u32,
    /// The complaints that they were registered as: those that the caller sees.
    pub complaints: Vec<ComplaintId>,
    /// Whether the day was over.
    pub late: bool,
    /// Why it was amended.
    pub reason: Option<String>,
    /// Who made it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A working day without a return in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissedDay {
    /// The book.
    pub book: BookId,
    /// The unit that kept it, as it stood then.
    pub unit: UnitPath,
    /// What the unit calls it.
    pub code: String,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// When the return was due at the latest.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// The unit that was told.
    pub told: UnitPath,
    /// When a return came after all.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub returned: Option<Timestamp>,
}

/// Which books or missed days a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BookFilter {
    /// Of this unit and those below it: its path. Absent: the caller's own, or the whole organisation.
    #[param(value_type = Option<String>)]
    pub unit: Option<UnitPath>,
    /// From this day on.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Up to and with this day.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The `next` of the page before, to go on after it.
    pub after: Option<String>,
    /// How many at the most: 1 to 200; absent: 50.
    pub limit: Option<u16>,
}

/// How the books of a unit were checked in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BookFigures {
    /// The unit.
    pub unit: UnitPath,
    /// Days that were returned.
    pub returned: u64,
    /// Those of them with nothing found.
    pub nil: u64,
    /// Those of them that came when the day was over.
    pub late: u64,
    /// Entries that were found.
    pub entries: u64,
    /// Days that were missed.
    pub missed: u64,
}
