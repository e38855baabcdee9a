//! The opinion of a co-handler that the lead's reply waits for (R4.8).

use huiyin_kernel::{OrderId, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};

use super::approver::Mark;
use super::text::Words;

/// What a co-handling unit was asked for. Its words are in routing, with the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opinion {
    /// The co-handling order.
    pub(crate) order: OrderId,
    /// The unit that is asked.
    pub(crate) unit: UnitPath,
    /// Who asked, and when.
    pub(crate) asked: Mark,
    /// By when.
    pub(crate) due: Option<Timestamp>,
    /// What became of it.
    pub(crate) stage: OpinionStage,
}

/// What became of an opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum OpinionStage {
    /// It is awaited.
    Awaited,
    /// It was given.
    Given {
        /// By whom, and when.
        mark: Mark,
    },
    /// The lead's handler goes on without it.
    Overruled {
        /// Why.
        reason: Words,
        /// Who, by name, and when.
        mark: Mark,
    },
}

impl Opinion {
    /// Whether the reply waits for it.
    pub(crate) fn is_awaited(&self) -> bool {
        matches!(self.stage, OpinionStage::Awaited)
    }

    /// Its stage's name.
    pub(crate) fn state(&self) -> &'static str {
        match self.stage {
            OpinionStage::Awaited => "awaited",
            OpinionStage::Given { .. } => "given",
            OpinionStage::Overruled { .. } => "overruled",
        }
    }
}
