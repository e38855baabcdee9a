//! Accountability (R6.3): what a misstep costs whom, by the policy pack's table; proposed, decided by somebody else, appealed against.

use huiyin_kernel::{Actor, Date, Money, StaffCode, UnitPath};
use huiyin_policy::{Sanction as Row, Who};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::approver::Mark;
use super::text::{Code, Words};

/// What one person is to pay for a misstep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sanction {
    /// It.
    pub(crate) id: Uuid,
    /// The row of the pack's table.
    pub(crate) rule: String,
    /// The root cause that the finding named then.
    pub(crate) cause: Code,
    /// In which role it hits.
    pub(crate) role: Role,
    /// Whom.
    pub(crate) person: StaffCode,
    /// The unit that they answer for: the responsible one, or one above it.
    pub(crate) unit: UnitPath,
    /// How much.
    pub(crate) amount: Money,
    /// Why so much.
    pub(crate) reasons: Words,
    /// Who proposed it, and when.
    pub(crate) proposed: Mark,
    /// How far it is.
    pub(crate) stage: SanctionStage,
}

/// In which role a sanction hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// The person at fault.
    Person,
    /// The head of the responsible unit.
    Head,
    /// A leader of the level above it.
    LeaderOne,
    /// A leader two levels above it.
    LeaderTwo,
}

/// How far a sanction is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum SanctionStage {
    /// It waits for a decision.
    Proposed,
    /// It is not imposed.
    Refused {
        /// Why.
        reason: Words,
        /// Who refused it, and when.
        mark: Mark,
    },
    /// It is imposed.
    Imposed {
        /// Who decided, and when.
        mark: Mark,
        /// The last day to appeal; none where the policy sets no such period.
        appeal_by: Option<Date>,
    },
    /// Who is hit has appealed: it waits for the appeals body.
    Appealed {
        /// Who had decided, and when.
        imposed: Mark,
        /// Their grounds.
        grounds: Words,
        /// Who recorded it, and when.
        mark: Mark,
    },
    /// The appeal is decided, and with it the matter.
    Settled {
        /// Who had decided first, and when.
        imposed: Mark,
        /// Whether it stays; otherwise it is lifted.
        stays: bool,
        /// The grounds of the appeal.
        grounds: Words,
        /// Why.
        reasons: Words,
        /// Who decided on the appeal, and when.
        mark: Mark,
    },
}

impl Role {
    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Head => "head",
            Self::LeaderOne => "leader_one",
            Self::LeaderTwo => "leader_two",
        }
    }

    /// Whether a row of the table can hit it.
    pub(crate) fn is_hit_by(self, row: &Row) -> bool {
        match self {
            Self::Person => row.who.contains(&Who::Person),
            Self::Head => row.who.contains(&Who::Head),
            Self::LeaderOne => row.leaders >= 1,
            Self::LeaderTwo => row.leaders >= 2,
        }
    }

    /// The unit that this role answers for, seen from the responsible one; nothing where the tree ends below it.
    pub(crate) fn unit(self, responsible: &UnitPath) -> Option<UnitPath> {
        match self {
            Self::Person | Self::Head => Some(responsible.clone()),
            Self::LeaderOne => responsible.parent(),
            Self::LeaderTwo => responsible.parent()?.parent(),
        }
    }
}

impl Sanction {
    /// Its stage's name.
    pub(crate) fn state(&self) -> &'static str {
        match self.stage {
            SanctionStage::Proposed => "proposed",
            SanctionStage::Refused { .. } => "refused",
            SanctionStage::Imposed { .. } => "imposed",
            SanctionStage::Appealed { .. } => "appealed",
            SanctionStage::Settled { stays: true, .. } => "confirmed",
            SanctionStage::Settled { stays: false, .. } => "lifted",
        }
    }

    /// Whether something of it is still to come on a day: a decision, an appeal that may yet be made, or the decision on one.
    pub(crate) fn is_open(&self, today: Date) -> bool {
        match &self.stage {
            SanctionStage::Proposed | SanctionStage::Appealed { .. } => true,
            SanctionStage::Imposed { appeal_by, .. } => appeal_by.is_some_and(|last| today <= last),
            SanctionStage::Refused { .. } | SanctionStage::Settled { .. } => false,
        }
    }

    /// Whether it may still hit: another of the same kind would hit twice.
    pub(crate) fn counts(&self) -> bool {
        !matches!(self.state(), "refused" | "lifted")
    }
}

/// Whether an actor is this member of staff.
pub(crate) fn is(actor: &Actor, person: &StaffCode) -> bool {
    matches!(actor, Actor::Staff { code, .. } if code == person)
}
