//! What a change of the directory comes to, for people.

use huiyin_kernel::UnitPath;

use crate::domain::directory::Directory;
use crate::domain::unit::Unit;

/// One thing that happens to a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) unit: Unit,
    pub(crate) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Opened,
    /// It was closed, and works again.
    Reopened,
    Renamed {
        before: String,
    },
    Moved {
        from: UnitPath,
    },
    /// Contacts, duties, address or the like.
    Changed,
    /// The unit that has what was open there; nothing where nobody has.
    Closed {
        heir: Option<UnitPath>,
    },
    Merged {
        heir: Option<UnitPath>,
    },
}

impl What {
    /// The word of views.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Reopened => "reopened",
            Self::Renamed { .. } => "renamed",
            Self::Moved { .. } => "moved",
            Self::Changed => "changed",
            Self::Closed { .. } => "closed",
            Self::Merged { .. } => "merged",
        }
    }
}

/// What happens to each unit, in the order of the tree. A unit that moves only because one above it does is not told.
pub(crate) fn told(before: &Directory, after: &Directory) -> Vec<Told> {
    let one = |unit: &Unit| {
        happened(before.get(&unit.code), unit, after)
            .into_iter()
            .map(|what| Told {
                unit: unit.clone(),
                what,
            })
            .collect::<Vec<_>>()
    };
    after.units().iter().flat_map(one).collect()
}

fn happened(was: Option<&Unit>, unit: &Unit, after: &Directory) -> Vec<What> {
    let heir = || after.heir(&unit.path).map(|heir| heir.path.clone());
    let Some(was) = was else {
        return if unit.is_open() { vec![What::Opened] } else { Vec::new() };
    };
    match (was.is_open(), unit.is_open()) {
        (true, false) if unit.successor.is_some() => return vec![What::Merged { heir: heir() }],
        (true, false) => return vec![What::Closed { heir: heir() }],
        (false, true) => return vec![What::Reopened],
        (false, false) => return Vec::new(),
        (true, true) => {}
    }
    let mut all = Vec::new();
    if was.name != unit.name {
        let before = was.name.clone();
        all.push(What::Renamed { before });
    }
    let above = |unit: &Unit| unit.path.parent().map(|path| path.code());
    if above(was) != above(unit) {
        let from = was.path.clone();
        all.push(What::Moved { from });
    }
    let carried = Unit {
        path: unit.path.clone(),
        ..was.clone()
    };
    if all.is_empty() && carried != *unit {
        all.push(What::Changed);
    }
    all
}
