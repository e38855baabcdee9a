//! The versions of the policy pack, what they hold, and moving complaints to another one (section 9).

use std::collections::BTreeMap;

use huiyin_kernel::{ComplaintId, Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request to move open complaints to another version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MigratePolicy {
    /// The version: `rural-bank@2026.2`.
    pub to: String,
    /// Why, as a code that the event carries: `law_changed`.
    pub why: String,
    /// Why, in words that stay in the ledger: at most 500 characters.
    pub reason: String,
    /// The complaints; empty where `from` chooses them.
    #[serde(default)]
    pub complaints: Vec<ComplaintId>,
    /// Instead of complaints: the version whose open complaints are moved, the oldest 200 of them.
    #[serde(default)]
    pub from: Option<String>,
}

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PolicyMigrated {
    /// Each complaint.
    pub moved: Vec<MigratedView>,
    /// How many open complaints of the version `from` are left; 0 where complaints were named.
    pub left: u64,
}

/// A complaint that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MigratedView {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that it was on.
    pub from: String,
    /// The version that it is on.
    pub to: String,
    /// How many of its clocks run by a due time that was computed anew.
    pub clocks_moved: usize,
}

/// A version of the policy pack that is at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackView {
    /// Its name and version: `rural-bank@2026.1`.
    pub version: String,
    /// What it is called in Chinese.
    pub zh: String,
    /// What it is called in English.
    pub en: String,
    /// Since when new complaints are decided by it, where no later version is in force.
    #[schema(value_type = String, format = Date)]
    pub effective_from: Date,
    /// Whether complaints that are registered today are decided by it.
    pub in_force: bool,
    /// The statutory packs that are laid over it, by name and version.
    pub overlays: Vec<String>,
}

/// A working calendar of the pack in force (R4.6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarView {
    /// Its name.
    pub name: String,
    /// Its time zone; a unit elsewhere has the same hours in its own.
    pub time_zone: String,
    /// Whether units work by it where no rule names another.
    pub usual: bool,
    /// The working periods of each weekday, Monday first: `08:30-12:00`.
    pub week: Vec<Vec<String>>,
    /// Years whose holidays are known. A limit that reaches into another is refused, never guessed.
    pub years: Vec<i16>,
    /// The days of the year that was asked for which depart from their weekday, in order.
    pub days: Vec<CalendarDayView>,
}

/// A day that departs from its weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarDayView {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Why: the holiday's name.
    pub name: String,
    /// The weekday as which it is worked: `friday`; nothing on a holiday.
    pub works_as: Option<String>,
}

/// The approved text of a letter (R5.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LetterView {
    /// Its code.
    pub code: String,
    /// What it is called in Chinese.
    pub zh: String,
    /// What it is called in English.
    pub en: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The Chinese text, with its blanks in braces.
    pub zh_text: String,
    /// The English text.
    pub en_text: String,
    /// Who approves it before it goes out; nobody where it is absent.
    pub approver: Option<String>,
}

/// Asks what is wrong with a pack, and what would differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPack {
    /// The pack's name, with what is laid over it: `rural-bank+cn-banking-2020`.
    pub pack: String,
    /// The text of each file that is not as in the product's own pack of that name, by its path below the folder of all packs:
    /// `rural-bank/clocks.toml`.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// What was found of a pack. Nothing is changed by asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackChecked {
    /// The version of the pack; nothing where it cannot be read.
    pub version: Option<String>,
    /// From when it would be in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub effective_from: Option<Date>,
    /// What is wrong: `rural-bank/clocks.toml:12: …`. Nothing: it can be used.
    pub wrong: Vec<String>,
    /// The version in force, which it is compared with.
    pub in_force: String,
    /// What differs from that, in words.
    pub differences: Vec<String>,
}
