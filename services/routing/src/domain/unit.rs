//! A unit of the organisation (R2.1) and the people that it names (R2.3).

use huiyin_kernel::{StaffCode, Timestamp, UnitCode, UnitPath};

/// The level of a unit that serves the unit above it: head office's legal department serves head office.
pub(crate) const DEPARTMENT: &str = "department";

/// A unit as the directory has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) code: UnitCode,
    /// The id that the imported tree knows it by: what tells a changed unit from a new one.
    pub(crate) node: String,
    pub(crate) path: UnitPath,
    pub(crate) level: String,
    pub(crate) name: String,
    pub(crate) city: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) origin: Option<String>,
    /// An IANA name.
    pub(crate) time_zone: String,
    /// The duties that the directory names for it (R2.2).
    pub(crate) duties: Vec<String>,
    pub(crate) contact_1: Option<StaffCode>,
    pub(crate) contact_2: Option<StaffCode>,
    pub(crate) responsible: Option<StaffCode>,
    pub(crate) state: UnitState,
    /// Of a closed unit: the one that has what was open at it; where none is named, the unit above has it.
    pub(crate) successor: Option<UnitCode>,
}

/// Whether a unit still works. A closed one stays in the directory, as it was when it closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitState {
    Open,
    Closed { at: Timestamp },
}

impl Unit {
    pub(crate) fn is_open(&self) -> bool {
        self.state == UnitState::Open
    }

    /// The place whose matters this unit serves: itself, or for a department the unit above it.
    pub(crate) fn serves(&self) -> UnitPath {
        match self.path.parent() {
            Some(above) if self.level == DEPARTMENT => above,
            _ => self.path.clone(),
        }
    }

    /// Whether both say the same, at whatever instant a closed one closed.
    pub(crate) fn says_the_same_as(&self, other: &Self) -> bool {
        self.is_open() == other.is_open()
            && *self
                == Self {
                    state: self.state,
                    ..other.clone()
                }
    }
}
