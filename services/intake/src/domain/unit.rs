//! The organisation's units as the register knows them: what routing said last.

use std::collections::HashMap;

use huiyin_kernel::{Date, Timestamp, UnitCode, UnitPath};

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) path: UnitPath,
    pub(crate) name: String,
    pub(crate) time_zone: String,
    pub(crate) open: bool,
}

impl Unit {
    /// The date at the unit's place. A zone that this machine does not know is read as UTC: registering never waits for it.
    pub(crate) fn date(&self, now: Timestamp) -> Date {
        let zone = jiff::tz::TimeZone::get(&self.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        now.to_zoned_datetime(zone).date()
    }
}

/// The units that a request names, and the root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    pub(crate) named: HashMap<UnitCode, Unit>,
    pub(crate) root: Option<Unit>,
}

/// Why a unit cannot be named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnitRefusal {
    /// The directory does not know it.
    #[error("there is no unit {0} in the directory")]
    Unknown(UnitCode),
    /// It is closed.
    #[error("unit {0} is closed")]
    Closed(UnitCode),
    /// There is no directory yet.
    #[error("the directory holds no units yet: import it first")]
    NoDirectory,
}

/// Where a complaint belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The unit complained about.
    pub(crate) unit: UnitPath,
    /// The unit that registers.
    pub(crate) registering: UnitPath,
    /// The date there: the number's.
    pub(crate) date: Date,
}

impl Place {
    /// Finds both units. Who registers is, in this order: the unit named, the caller's own, the root.
    pub(crate) fn find(
        unit: &UnitCode,
        registering: Option<&UnitCode>,
        own: Option<&UnitCode>,
        directory: &Directory,
        now: Timestamp,
    ) -> Result<Self, UnitRefusal> {
        let about = directory.open(unit)?;
        let registering = match registering.or(own) {
            Some(code) => directory.open(code)?,
            None => directory.root.as_ref().ok_or(UnitRefusal::NoDirectory)?,
        };
        Ok(Self {
            unit: about.path.clone(),
            registering: registering.path.clone(),
            date: registering.date(now),
        })
    }
}

impl Directory {
    /// The unit of a code, where it is open.
    pub(crate) fn open(&self, code: &UnitCode) -> Result<&Unit, UnitRefusal> {
        match self.named.get(code) {
            Some(unit) if unit.open => Ok(unit),
            Some(_) => Err(UnitRefusal::Closed(code.clone())),
            None if self.root.is_none() => Err(UnitRefusal::NoDirectory),
            None => Err(UnitRefusal::Unknown(code.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, code, directory};
    use super::*;

    #[test]
    fn the_unit_named_registers_else_the_callers_own_else_the_root() {
        let directory = directory();
        let find = |named: Option<&str>, own: Option<&str>| {
            let (named, own) = (named.map(code), own.map(code));
            let place = Place::find(&code("o1"), named.as_ref(), own.as_ref(), &directory, at(0)).unwrap();
            place.registering.to_string()
        };
        assert_eq!(find(Some("b01"), Some("o1")), "ho.b01");
        assert_eq!(find(None, Some("o1")), "ho.b01.o1");
        assert_eq!(find(None, None), "ho");
    }

    #[test]
    fn the_date_is_that_of_the_registering_unit() {
        // 2026-11-23T16:30Z is the next day in Shanghai.
        let evening = "2026-11-23T16:30:00Z".parse().unwrap();
        let place = Place::find(&code("o1"), None, None, &directory(), evening).unwrap();
        assert_eq!(place.date, jiff::civil::date(2026, 11, 24));
    }

    #[test]
    fn unknown_and_closed_units_are_refused() {
        let refuse = |unit: &str, directory: &Directory| {
            Place::find(&code(unit), None, None, directory, at(0))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refuse("nowhere", &directory()),
            "there is no unit nowhere in the directory"
        );
        assert_eq!(refuse("shut", &directory()), "unit shut is closed");
        assert_eq!(
            refuse("o1", &Directory::default()),
            "the directory holds no units yet: import it first"
        );
    }
}
