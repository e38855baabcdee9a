//! A proposal to improve a product or a process (R6.2): with an owner, followed until it is done.

use huiyin_kernel::{Date, UnitPath};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{Code, Mark, Words};

/// What shall be improved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Improvement {
    /// It.
    pub(crate) id: Uuid,
    /// The unit that proposes it.
    pub(crate) unit: UnitPath,
    /// The unit that shall do it.
    pub(crate) owner: UnitPath,
    /// The unit in and below which it shall show.
    pub(crate) reach: UnitPath,
    /// The root cause that it shall end.
    pub(crate) cause: Code,
    /// What it is about, in a line.
    pub(crate) title: Words,
    /// What shall be done.
    pub(crate) what: Words,
    /// By which day.
    pub(crate) due: Date,
    /// Who proposed it, and when.
    pub(crate) proposed: Mark,
    /// How far it is.
    pub(crate) stage: ImprovementStage,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum ImprovementStage {
    /// The owner has it.
    Open,
    /// It is done.
    Done {
        /// What was done.
        what: Words,
        /// On which day: from then on it is measured.
        on: Date,
        /// Who recorded it, and when.
        mark: Mark,
    },
    /// It is not done.
    Refused {
        /// Why.
        reason: Words,
        /// Who refused it, and when.
        mark: Mark,
    },
}

impl Improvement {
    /// Its stage's name.
    pub(crate) fn state(&self) -> &'static str {
        match self.stage {
            ImprovementStage::Open => "open",
            ImprovementStage::Done { .. } => "done",
            ImprovementStage::Refused { .. } => "refused",
        }
    }

    /// Whether it should be done by now, and is not.
    pub(crate) fn is_overdue(&self, today: Date) -> bool {
        self.stage == ImprovementStage::Open && self.due < today
    }
}
