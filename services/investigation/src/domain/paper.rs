//! What a case holds besides its stage: redress and opinions.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Opinion, Redress};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", content = "of", rename_all = "snake_case")]
pub(crate) enum Paper {
    /// What makes it good (R5.7).
    Redress(Redress),
    /// What a co-handler was asked for (R4.8).
    Opinion(Opinion),
}

impl Paper {
    /// Its id: an opinion has that of its order.
    pub(crate) fn id(&self) -> Uuid {
        match self {
            Self::Redress(redress) => redress.id,
            Self::Opinion(opinion) => opinion.order.uuid(),
        }
    }
}
