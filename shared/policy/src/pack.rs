//! A pack and its version.

use std::collections::BTreeMap;
use std::fmt;

use huiyin_kernel::Date;
use huiyin_worktime::Calendar;
use serde::Serialize;

use crate::lists::Attributes;
use crate::{ClockRule, Ladder, Lists, Named, Row};

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
    pub(crate) clocks: Vec<ClockRule>,
    pub(crate) ladders: Vec<Ladder>,
    pub(crate) default_calendar: Calendar,
    pub(crate) calendars: BTreeMap<String, Calendar>,
}

/// A pack's name and version, as events carry it: `rural-bank@2026.1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PackVersion(String);

impl PackVersion {
    pub(crate) fn new(name: &str, version: &str) -> Self {
        Self(format!("{name}@{version}"))
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
