//! What the tests of the domain share.

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_kernel::{HeldClock, Ids, Timestamp};
use huiyin_policy::{Pack, PackFiles};
use jiff::SignedDuration;

use super::assign::Assign;
use super::complaint::Matter;
use super::directory::Directory;
use super::effects::Effects;
use super::rules::Rules;
use super::unit::{Unit, UnitState};

/// A unit at `path`; its level is that of its depth.
pub(crate) fn unit(path: &str) -> Unit {
    let path: huiyin_kernel::UnitPath = path.parse().unwrap();
    let depth = path.as_str().matches('.').count();
    let level = ["head_office", "branch", "outlet", "outlet"][depth.min(3)];
    Unit {
        code: path.code(),
        node: format!("N{}", path.code()),
        level: level.to_owned(),
        name: format!("unit {}", path.code()),
        city: None,
        address: None,
        origin: None,
        time_zone: "Asia/Shanghai".to_owned(),
        duties: Vec::new(),
        contact_1: None,
        contact_2: None,
        responsible: None,
        state: UnitState::Open,
        successor: None,
        path,
    }
}

pub(crate) fn units(paths: &[&str]) -> Vec<Unit> {
    paths.iter().map(|path| unit(path)).collect()
}

/// The rural bank with a small tree, on a Friday at 16:00 before a Saturday that is worked (10 October 2026).
pub(crate) struct World {
    pack: Pack,
    directory: Directory,
    ids: Ids,
    pub(crate) now: Timestamp,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(units(&["ho", "ho.b1", "ho.b1.o1", "ho.b2"]))
    }

    pub(crate) fn of(units: Vec<Unit>) -> Self {
        Self::with("rural-bank", units)
    }

    /// The same tree with another pack.
    pub(crate) fn with_pack(pack: &str) -> Self {
        Self::with(pack, units(&["ho", "ho.b1", "ho.b1.o1", "ho.b2"]))
    }

    /// The rural bank's pack without one of its numbers.
    pub(crate) fn without_number(code: &str) -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/policy/rural-bank");
        let mut files = PackFiles::collect(folder).unwrap();
        let terms = files.files.get_mut("rural-bank/terms.toml").unwrap();
        let mut tables: Vec<&str> = terms.split("\n[[").collect();
        let before = tables.len();
        tables.retain(|table| !table.contains(&format!("code = \"{code}\"")));
        assert_eq!(tables.len() + 1, before, "the pack has one number of that code");
        *terms = tables.join("\n[[");
        Self::by(
            Pack::from_files(&files).unwrap(),
            units(&["ho", "ho.b1", "ho.b1.o1", "ho.b2"]),
        )
    }

    /// A tree with another pack.
    pub(crate) fn with(pack: &str, units: Vec<Unit>) -> Self {
        Self::by(Pack::embedded(pack).unwrap(), units)
    }

    fn by(pack: Pack, units: Vec<Unit>) -> Self {
        let directory = Directory::new(units, pack.level_duties());
        let now: Timestamp = "2026-10-09T16:00:00+08:00".parse().unwrap();
        let ids = Ids::seeded(HeldClock::at(now).clock(), 1);
        Self {
            pack,
            directory,
            ids,
            now,
        }
    }

    pub(crate) fn rules(&self) -> Rules<'_> {
        Rules {
            pack: &self.pack,
            directory: &self.directory,
            ids: &self.ids,
        }
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    pub(crate) fn unit(&self, code: &str) -> &Unit {
        self.directory.get(&code.parse().unwrap()).unwrap()
    }

    /// Minutes after the start.
    pub(crate) fn later(&self, minutes: i64) -> Timestamp {
        self.now + SignedDuration::from_mins(minutes)
    }

    pub(crate) fn registered(&self, unit: &str) -> RegisteredV1 {
        RegisteredV1 {
            unit: unit.parse().unwrap(),
            registered_by_unit: "ho.b2".parse().unwrap(),
            staff_concerned: Vec::new(),
            registered: self.now,
            received: self.now,
            ..RegisteredV1::example()
        }
    }

    pub(crate) fn assign(&self, registered: &RegisteredV1) -> Effects {
        Assign {
            registered,
            leader_named: false,
            conflicted: Vec::new(),
            restricted: false,
            answered_by: None,
            now: self.now,
        }
        .decide(&self.rules())
    }

    /// A complaint of service attitude about a unit, as it stands after it was assigned.
    pub(crate) fn assigned(&self, unit: &str) -> Matter {
        matter(self.assign(&self.registered(unit)))
    }

    /// A complaint about a unit that nobody knows: no row names a lead.
    pub(crate) fn triaged(&self) -> Matter {
        matter(self.assign(&self.registered("ho.b1.o9")))
    }
}

pub(crate) fn matter(effects: Effects) -> Matter {
    let Effects {
        complaint,
        orders,
        clocks,
        ..
    } = effects;
    Matter {
        complaint: complaint.unwrap(),
        orders,
        clocks,
    }
}
