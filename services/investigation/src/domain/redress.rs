//! What makes it good (R5.7): proposed, approved where the unit may not settle alone, delivered with proof.

use huiyin_kernel::Money;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::approver::{Approver, Mark};
use super::text::{Code, Words};

/// One thing that is given or done for the complainant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Redress {
    /// It.
    pub(crate) id: Uuid,
    /// `money`, `fee_waiver`, `goods`, `service`, `correction` …
    pub(crate) kind: Code,
    /// What it is worth, where it is worth money.
    pub(crate) amount: Option<Money>,
    /// What exactly.
    pub(crate) what: Words,
    /// Who proposed it, and when.
    pub(crate) proposed: Mark,
    /// How far it is.
    pub(crate) stage: RedressStage,
}

/// How far redress is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum RedressStage {
    /// It waits for approval (R5.3).
    Proposed {
        /// Whose.
        approver: Approver,
    },
    /// It is owed.
    Approved {
        /// By whom.
        approval: Approval,
    },
    /// It is not given.
    Refused {
        /// Why.
        reason: Words,
        /// Who refused it, and when.
        mark: Mark,
    },
    /// It is given up, and not delivered.
    Dropped {
        /// Who had approved it, where somebody had.
        approval: Option<Approval>,
        /// Why.
        reason: Words,
        /// Who dropped it, and when.
        mark: Mark,
    },
    /// It is paid or done.
    Delivered {
        /// Who had approved it.
        approval: Approval,
        /// What shows it.
        proof: Words,
        /// Who recorded it, and when.
        mark: Mark,
    },
}

/// By what redress is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub(crate) enum Approval {
    /// The unit's own authority: the row of the policy pack, where it is about money.
    Own {
        /// The row's code.
        rule: Option<String>,
    },
    /// Somebody who may.
    Given {
        /// Who, and when.
        mark: Mark,
    },
}

impl Redress {
    /// Its stage's name.
    pub(crate) fn state(&self) -> &'static str {
        match self.stage {
            RedressStage::Proposed { .. } => "proposed",
            RedressStage::Approved { .. } => "approved",
            RedressStage::Refused { .. } => "refused",
            RedressStage::Dropped { .. } => "dropped",
            RedressStage::Delivered { .. } => "delivered",
        }
    }

    /// Whether it waits for approval.
    pub(crate) fn waits(&self) -> bool {
        matches!(self.stage, RedressStage::Proposed { .. })
    }

    /// Whether it is owed and not given yet.
    pub(crate) fn is_owed(&self) -> bool {
        matches!(self.stage, RedressStage::Approved { .. })
    }

    /// Whether it counts: it is given, owed, or may yet be.
    pub(crate) fn counts(&self) -> bool {
        !matches!(self.stage, RedressStage::Refused { .. } | RedressStage::Dropped { .. })
    }
}
