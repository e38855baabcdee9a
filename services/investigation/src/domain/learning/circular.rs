//! A circular (R6.2): told to units, each of which acknowledges it.

use huiyin_kernel::{Date, UnitPath};
use uuid::Uuid;

use crate::domain::{Mark, Words};

/// What units are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Circular {
    /// It.
    pub(crate) id: Uuid,
    /// The unit that issues it.
    pub(crate) unit: UnitPath,
    /// What it is about, in a line.
    pub(crate) title: Words,
    /// What it says.
    pub(crate) text: Words,
    /// The day by which each unit has acknowledged it.
    pub(crate) due: Date,
    /// Who issued it, and when.
    pub(crate) issued: Mark,
}

/// A unit that it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addressed {
    /// The unit, where it stood then.
    pub(crate) unit: UnitPath,
    /// Who acknowledged it there, and when.
    pub(crate) acknowledged: Option<Mark>,
}
