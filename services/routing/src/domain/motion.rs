//! R2.1: units open, close, take another name, merge and move, each on its day.

mod draft;
mod read;
mod refusal;
mod told;

use std::collections::{HashMap, HashSet};

use huiyin_kernel::{Date, Timestamp, UnitCode};
use jiff::civil::Time;
use jiff::tz::TimeZone;

pub(crate) use self::draft::Draft;
use self::read::{Line, Lines};
pub(crate) use self::refusal::Refusal;
pub(crate) use self::told::{Told, What, told};
use super::directory::Directory;
use super::unit::Unit;

/// How many refusals are told at once.
const MOST_TOLD: usize = 50;

/// What happens to a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Open {
        node: String,
        name: String,
        level: String,
        above: UnitCode,
    },
    Rename {
        name: String,
    },
    Move {
        above: UnitCode,
    },
    /// Its open complaints go to the unit that it names.
    Merge {
        into: UnitCode,
    },
    /// Its open complaints go to the unit above.
    Close,
}

impl Act {
    /// The word of files, rows and views.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Rename { .. } => "rename",
            Self::Move { .. } => "move",
            Self::Merge { .. } => "merge",
            Self::Close => "close",
        }
    }
}

/// A change of one unit that takes effect when a day begins there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnitChange {
    /// The line of the file; 0 for one that was written down before.
    pub(crate) line: u64,
    pub(crate) unit: UnitCode,
    pub(crate) day: Date,
    /// When that day begins in the unit's time zone.
    pub(crate) at: Timestamp,
    pub(crate) act: Act,
}

/// A unit as it was from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) day: Date,
    pub(crate) unit: Unit,
}

/// What happened so far that a change dated back must not contradict.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// The last day on which a unit changed.
    pub(crate) changed: HashMap<UnitCode, Date>,
    /// When a unit was last given an order.
    pub(crate) served: HashMap<UnitCode, Timestamp>,
    /// Changes that wait for their day.
    pub(crate) pending: Vec<UnitChange>,
}

/// A request to make dated changes.
pub(crate) struct ChangeUnits<'a> {
    pub(crate) csv: &'a [u8],
    /// Leaves out what is said of units that the directory does not know, as in a list of more than one organisation.
    pub(crate) skip_unknown: bool,
    pub(crate) now: Timestamp,
}

/// What the changes come to.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Those that take effect now, in their order.
    pub(crate) due: Vec<UnitChange>,
    /// Those that wait for their day.
    pub(crate) ahead: Vec<UnitChange>,
    /// Units as they are after those that are due.
    pub(crate) write: Vec<Unit>,
    pub(crate) versions: Vec<Version>,
    /// Lines about units that the directory does not know.
    pub(crate) skipped: usize,
    pub(crate) ignored_columns: Vec<String>,
}

impl ChangeUnits<'_> {
    /// Goes through the changes day by day. Units are named as they are when the day begins.
    pub(crate) fn decide(&self, present: &Directory, history: &History) -> Result<Changes, Vec<Refusal>> {
        let lines = Lines::read(self.csv)?;
        let mut going = Going {
            draft: Draft::new(present),
            history,
            seen: history
                .pending
                .iter()
                .map(|change| (change.unit.clone(), change.day))
                .collect(),
            changes: Changes::default(),
            refusals: Vec::new(),
            now: self.now,
        };
        going.changes.ignored_columns = lines.ignored.clone();
        for (day, rows) in lines.by_day(&history.pending) {
            let pending = history.pending.iter().filter(|change| change.day == day);
            let known: Vec<_> = pending.cloned().map(Ok).collect();
            let named = rows.into_iter().map(|line| going.named(&line, day)).collect::<Vec<_>>();
            for found in known.into_iter().chain(named) {
                match found {
                    Ok(change) => going.take(change),
                    Err(Refusal::UnknownUnit { .. }) if self.skip_unknown => going.changes.skipped += 1,
                    Err(refusal) => going.refusals.push(refusal),
                }
            }
            if going.refusals.len() >= MOST_TOLD {
                break;
            }
        }
        going.end()
    }
}

struct Going<'a> {
    draft: Draft,
    history: &'a History,
    seen: HashSet<(UnitCode, Date)>,
    changes: Changes,
    refusals: Vec<Refusal>,
    now: Timestamp,
}

impl Going<'_> {
    fn named(&mut self, line: &Line, day: Date) -> Result<UnitChange, Refusal> {
        let change = line.change(&self.draft, day)?;
        if !self.seen.insert((change.unit.clone(), day)) {
            return Err(Refusal::Twice {
                line: line.line,
                unit: change.unit,
                day,
            });
        }
        self.contradicts(&change)?;
        Ok(change)
    }

    /// A change that is dated back does not undo what happened since.
    fn contradicts(&self, change: &UnitChange) -> Result<(), Refusal> {
        let (line, unit) = (change.line, change.unit.clone());
        let later = self.history.changed.get(&unit).filter(|last| **last > change.day);
        if let Some(&last) = later {
            return Err(Refusal::Later { line, unit, last });
        }
        let served = self
            .history
            .served
            .get(&unit)
            .is_some_and(|served| *served >= change.at);
        if served && matches!(change.act, Act::Close | Act::Merge { .. }) {
            let day = change.day;
            return Err(Refusal::Acted { line, unit, day });
        }
        Ok(())
    }

    /// What waits is tried as well; what is written are the units as what is due now leaves them.
    fn take(&mut self, change: UnitChange) {
        match self.draft.apply(&change) {
            Err(refusal) => self.refusals.push(refusal),
            Ok(_) if change.at > self.now && change.line == 0 => {}
            Ok(_) if change.at > self.now => self.changes.ahead.push(change),
            Ok(touched) => {
                let version = |unit: &Unit| Version {
                    day: change.day,
                    unit: unit.clone(),
                };
                let units = touched.iter().filter_map(|code| self.draft.get(code));
                self.changes.versions.extend(units.map(version));
                self.changes.due.push(change);
            }
        }
    }

    fn end(mut self) -> Result<Changes, Vec<Refusal>> {
        if !self.refusals.is_empty() {
            self.refusals.sort_by_key(Refusal::line);
            self.refusals.truncate(MOST_TOLD);
            return Err(self.refusals);
        }
        let mut last: HashMap<&UnitCode, &Unit> = HashMap::new();
        for version in &self.changes.versions {
            last.insert(&version.unit.code, &version.unit);
        }
        let write = last.into_values().cloned().collect();
        self.changes.write = write;
        self.changes.write.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(self.changes)
    }
}

/// When a day begins in a time zone; in one that is not known, in UTC. A day that no instant reaches never begins.
pub(crate) fn begins(day: Date, zone: &str) -> Timestamp {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let midnight = day.to_datetime(Time::midnight());
    zone.to_ambiguous_timestamp(midnight)
        .compatible()
        .unwrap_or(Timestamp::MAX)
}

/// The day that it is in a time zone.
pub(crate) fn today(now: Timestamp, zone: &str) -> Date {
    TimeZone::get(zone).unwrap_or(TimeZone::UTC).to_datetime(now).date()
}

#[cfg(test)]
mod tests;
