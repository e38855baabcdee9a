//! The organisation's tree, held in memory (R2.1, R2.2).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use huiyin_kernel::{UnitCode, UnitPath};

use super::unit::Unit;

/// The duties that units of a level hold as long as no unit of the directory names the duty: `head_office` → `supervision_desk`.
pub(crate) type LevelDuties = BTreeMap<String, Vec<String>>;

/// Every unit, in the order of the tree, with the ways to find them. Never changed: a change makes a new one.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    units: Vec<Unit>,
    by_code: HashMap<UnitCode, usize>,
    /// Who holds a duty for a place.
    holders: HashMap<String, HashMap<UnitPath, usize>>,
    /// What each level holds by default, without the duties that some unit names.
    defaults: LevelDuties,
}

impl Directory {
    pub(crate) fn new(mut units: Vec<Unit>, level_duties: &LevelDuties) -> Self {
        // By segment: a text that compares as one, for `ho.b1-x` must not come between `ho.b1` and `ho.b1.o1`.
        units.sort_by_cached_key(|unit| unit.path.as_str().replace('.', "\0"));
        let named: BTreeSet<&String> = units
            .iter()
            .filter(|unit| unit.is_open())
            .flat_map(|unit| &unit.duties)
            .collect();
        let unnamed = |duties: &Vec<String>| duties.iter().filter(|duty| !named.contains(duty)).cloned().collect();
        let defaults = level_duties
            .iter()
            .map(|(level, duties)| (level.clone(), unnamed(duties)))
            .collect();
        let by_code = units
            .iter()
            .enumerate()
            .map(|(index, unit)| (unit.code.clone(), index))
            .collect();
        let mut directory = Self {
            units,
            by_code,
            holders: HashMap::new(),
            defaults,
        };
        directory.holders = directory.find_holders();
        directory
    }

    fn find_holders(&self) -> HashMap<String, HashMap<UnitPath, usize>> {
        let mut holders: HashMap<String, HashMap<UnitPath, usize>> = HashMap::new();
        for (index, unit) in self.units.iter().enumerate().filter(|(_, unit)| unit.is_open()) {
            for duty in self.duties_of(unit) {
                // The unit itself stands before its departments in the tree's order, and so it is the one that stays.
                holders
                    .entry(duty.to_owned())
                    .or_default()
                    .entry(unit.serves())
                    .or_insert(index);
            }
        }
        holders
    }

    /// The duties that a unit holds: those that the directory names for it, then those of its level.
    pub(crate) fn duties_of<'a>(&'a self, unit: &'a Unit) -> impl Iterator<Item = &'a str> {
        let by_level = self.defaults.get(&unit.level).into_iter().flatten();
        unit.duties.iter().chain(by_level).map(String::as_str)
    }

    /// Every unit, closed ones too, each before those below it.
    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    pub(crate) fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.by_code.get(code).and_then(|&index| self.units.get(index))
    }

    /// The unit that stands at `path` today.
    pub(crate) fn at(&self, path: &UnitPath) -> Option<&Unit> {
        self.get(&path.code()).filter(|unit| unit.path == *path)
    }

    /// The unit of a path, wherever it stands today: a unit that moved is found by its code.
    pub(crate) fn of(&self, path: &UnitPath) -> Option<&Unit> {
        self.get(&path.code())
    }

    pub(crate) fn root(&self) -> Option<&Unit> {
        self.units
            .iter()
            .find(|unit| unit.is_open() && unit.path.parent().is_none())
    }

    /// `top` and all units below it, in the order of the tree.
    pub(crate) fn within(&self, top: &UnitPath) -> &[Unit] {
        let before = |unit: &Unit| unit.path.as_str().split('.').lt(top.as_str().split('.'));
        let from = self.units.partition_point(before);
        let rest = self.units.get(from..).unwrap_or_default();
        let length = rest.partition_point(|unit| unit.path.is_within(top));
        rest.get(..length).unwrap_or_default()
    }

    /// The nearest open unit above `path`, or above where its unit stands today. Above a department stands the unit that it serves.
    pub(crate) fn above(&self, path: &UnitPath) -> Option<&Unit> {
        ancestors(self.today(path))
            .skip(1)
            .find_map(|place| self.at(&place).filter(|unit| unit.is_open()))
    }

    /// Where the unit of a path stands today: a unit that moved has another path than on the day of which the path is.
    pub(crate) fn today<'a>(&'a self, path: &'a UnitPath) -> &'a UnitPath {
        self.of(path).map_or(path, |unit| &unit.path)
    }

    /// The open unit that has what was of `path`: its unit, wherever it stands today; of a closed one its successor, and so on; where
    /// none is named, the unit above (R2.1).
    pub(crate) fn heir(&self, path: &UnitPath) -> Option<&Unit> {
        let mut unit = self.of(path);
        // Not more often than there are units: successors that name each other end above.
        for _ in 0..self.units.len() {
            let here = unit.filter(|unit| !unit.is_open());
            match here.and_then(|unit| unit.successor.as_ref()) {
                Some(successor) => unit = self.get(successor),
                None => break,
            }
        }
        let last = unit.map_or(path, |unit| &unit.path);
        unit.filter(|unit| unit.is_open()).or_else(|| self.above(last))
    }

    /// The nearest unit at or above `path` that holds a duty; a department of such a unit counts as standing there.
    pub(crate) fn holder(&self, path: &UnitPath, duty: &str) -> Option<&Unit> {
        let places = self.holders.get(duty)?;
        ancestors(self.today(path))
            .find_map(|place| places.get(&place))
            .and_then(|&index| self.units.get(index))
    }
}

/// A path, the path above it, and so on to the root.
pub(crate) fn ancestors(path: &UnitPath) -> impl Iterator<Item = UnitPath> {
    std::iter::successors(Some(path.clone()), UnitPath::parent)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{unit, units};
    use super::*;

    fn path(text: &str) -> UnitPath {
        text.parse().unwrap()
    }

    fn codes(units: &[Unit]) -> Vec<&str> {
        units.iter().map(|unit| unit.code.as_str()).collect()
    }

    #[test]
    fn a_subtree_is_whole_and_holds_nobody_else() {
        let directory = Directory::new(
            units(&["ho", "ho.b1", "ho.b1.o1", "ho.b1.o2", "ho.b1-x", "ho.b12", "ho.b0"]),
            &LevelDuties::new(),
        );
        assert_eq!(codes(directory.within(&path("ho.b1"))), ["b1", "o1", "o2"]);
        assert_eq!(directory.within(&path("ho")).len(), 7);
        assert!(directory.within(&path("ho.none")).is_empty());
    }

    #[test]
    fn a_duty_is_looked_for_upward_and_a_department_stands_where_it_serves() {
        let mut all = units(&["ho", "ho.b1", "ho.b1.o1", "ho.b2"]);
        all.push(Unit {
            level: DEPARTMENT_LEVEL.to_owned(),
            duties: vec!["legal".to_owned()],
            ..unit("ho.law")
        });
        all.push(Unit {
            duties: vec!["legal".to_owned()],
            ..unit("ho.b3")
        });
        let directory = Directory::new(all, &LevelDuties::new());
        assert_eq!(
            directory.holder(&path("ho.b1.o1"), "legal").unwrap().code.as_str(),
            "law"
        );
        assert_eq!(directory.holder(&path("ho.b3"), "legal").unwrap().code.as_str(), "b3");
        assert!(directory.holder(&path("ho.b1.o1"), "press_office").is_none());
    }

    const DEPARTMENT_LEVEL: &str = super::super::unit::DEPARTMENT;

    #[test]
    fn a_level_holds_its_duties_until_a_unit_names_them() {
        let defaults = LevelDuties::from([("head_office".to_owned(), vec!["supervision_desk".to_owned()])]);
        let silent = Directory::new(units(&["ho", "ho.b1"]), &defaults);
        assert_eq!(
            silent.holder(&path("ho.b1"), "supervision_desk").unwrap().code.as_str(),
            "ho"
        );
        let mut all = units(&["ho", "ho.b1"]);
        all.push(Unit {
            level: DEPARTMENT_LEVEL.to_owned(),
            duties: vec!["supervision_desk".to_owned()],
            ..unit("ho.desk")
        });
        let named = Directory::new(all, &defaults);
        assert_eq!(
            named.holder(&path("ho.b1"), "supervision_desk").unwrap().code.as_str(),
            "desk"
        );
    }

    #[test]
    fn a_closed_unit_holds_no_duty_and_is_passed_over_upward() {
        let mut all = units(&["ho", "ho.b1", "ho.b1.o1"]);
        all[1].duties = vec!["legal".to_owned()];
        all[1].state = super::super::unit::UnitState::Closed {
            at: huiyin_kernel::Timestamp::UNIX_EPOCH,
        };
        let directory = Directory::new(all, &LevelDuties::new());
        assert!(directory.holder(&path("ho.b1.o1"), "legal").is_none());
        assert_eq!(directory.above(&path("ho.b1.o1")).unwrap().code.as_str(), "ho");
        assert!(directory.above(&path("ho")).is_none());
    }
}
