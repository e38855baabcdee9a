//! A pack and its version.

use std::collections::BTreeMap;
use std::fmt;

use huiyin_kernel::Date;
use huiyin_worktime::Calendar;
use serde::Serialize;

use crate::lists::Attributes;
use crate::{ClockRule, Ladder, LeftToTriage, Letter, Lists, MoneyTables, Named, Place, Report, Row, Terms};

/// The policy of one organisation, loaded and checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Pack {
    pub(crate) version: PackVersion,
    pub(crate) effective_from: Date,
    /// The pack's own name, with its folder's name as the code.
    pub(crate) title: Named,
    pub(crate) default_severity: String,
    pub(crate) triage_duty: String,
    pub(crate) lists: Lists,
    pub(crate) attributes: Attributes,
    pub(crate) rows: Vec<Row>,
    pub(crate) left: Vec<LeftToTriage>,
    pub(crate) clocks: Vec<ClockRule>,
    pub(crate) ladders: Vec<Ladder>,
    pub(crate) terms: Terms,
    pub(crate) money: MoneyTables,
    pub(crate) reports: Vec<Report>,
    pub(crate) letters: Vec<Letter>,
    pub(crate) overlays: Vec<Overlay>,
    pub(crate) default_calendar: Calendar,
    pub(crate) calendars: BTreeMap<String, Calendar>,
    /// Where `triage_duty`, `calendars` and `effective_from` stand, for the check.
    pub(crate) places: PackPlaces,
}

/// A statutory pack that is laid over an organisation's own (R4.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Its name and version.
    pub version: PackVersion,
    /// What it is called; its code is the folder's name.
    pub title: Named,
    /// Since when it holds.
    pub effective_from: Date,
}

/// Lines of `pack.toml` that a finding names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackPlaces {
    pub(crate) triage_duty: Place,
    pub(crate) calendars: Place,
    pub(crate) decision: Place,
}

/// A pack's name and version, as events carry it: `rural-bank@2026.1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PackVersion(String);

impl PackVersion {
    pub(crate) fn new(name: &str, version: &str) -> Self {
        Self(format!("{name}@{version}"))
    }

    /// With a statutory pack laid over it: `rural-bank@2026.1+cn-banking-2020@2026.1`.
    pub(crate) fn with(&self, overlay: &Self) -> Self {
        Self(format!("{self}+{overlay}"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PackVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Pack {
    /// Its version: the whole would fill pages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pack({})", self.version)
    }
}

impl Pack {
    /// Name and version.
    #[must_use]
    pub fn version(&self) -> &PackVersion {
        &self.version
    }

    /// The first day on which new complaints are decided by this version.
    #[must_use]
    pub fn effective_from(&self) -> Date {
        self.effective_from
    }

    /// What the pack is called; its code is the folder's name.
    #[must_use]
    pub fn title(&self) -> &Named {
        &self.title
    }

    /// The coded lists.
    #[must_use]
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The statutory packs that are laid over this one, in order.
    #[must_use]
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// What the table leaves to triage on purpose.
    #[must_use]
    pub fn left_to_triage(&self) -> &[LeftToTriage] {
        &self.left
    }

    /// The rows of the decision table, in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The duty that decides where no row names a lead (R2.4).
    #[must_use]
    pub fn triage_duty(&self) -> &str {
        &self.triage_duty
    }

    /// By level's code: the duties that its units hold as long as no unit of the directory names the duty (R2.2).
    #[must_use]
    pub fn level_duties(&self) -> &BTreeMap<String, Vec<String>> {
        &self.attributes.level_duties
    }

    /// A root cause with those that it is a kind of, the branch of the tree first (R5.2). A cause that stands alone is its own branch.
    #[must_use]
    pub fn cause_path<'a>(&'a self, code: &'a str) -> Vec<&'a str> {
        self.attributes.cause_path(code)
    }

    /// A working calendar by its name, if this pack uses it (R4.6).
    #[must_use]
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.calendars.get(name)
    }

    /// The calendar of units that name none.
    #[must_use]
    pub fn default_calendar(&self) -> &Calendar {
        &self.default_calendar
    }

    /// All calendars, by name.
    pub fn calendars(&self) -> impl Iterator<Item = &Calendar> {
        self.calendars.values()
    }
}
