//! How a case ended (R6.1).

use huiyin_kernel::{Actor, Timestamp};
use serde::{Deserialize, Serialize};

/// How a case was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Closing {
    /// The way of ending.
    pub(crate) ending: Ending,
    /// The finding's code, where there is one.
    pub(crate) finding: Option<String>,
    /// The root cause's code, where there is one.
    pub(crate) root_cause: Option<String>,
    /// SHA-256 of the handling form; absent where the ending needs none.
    pub(crate) form_sha256: Option<String>,
    /// When; absent for a complaint of the past that ended on a day that nobody wrote down.
    pub(crate) at: Option<Timestamp>,
    /// By whom.
    pub(crate) by: Actor,
}

/// The ways of ending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ending {
    /// The complainant had a reply.
    Replied,
    /// Settled on the spot (R3.9).
    Settled,
    /// Declined (R3.5).
    Declined,
    /// Withdrawn (R3.12).
    Withdrawn,
    /// Joined to an earlier complaint, which it follows (R3.11). It can be parted again.
    Joined,
    /// Outside of the organisation's own procedure (R5.7): `mediation`, `arbitration`, `court`, or another code of the policy pack.
    Outside(String),
    /// A complaint of the past: the source's own word.
    Past(String),
}

impl Ending {
    /// Its code, or the source's own word.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Replied => "replied",
            Self::Settled => "settled",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Joined => "joined",
            Self::Outside(word) | Self::Past(word) => word,
        }
    }
}
