//! What the complainant was told, and what they said of it (R5.4, R5.8).

use huiyin_kernel::{Actor, Date, Timestamp};
use serde::{Deserialize, Serialize};

use super::approver::{Approver, Mark};
use super::text::{Code, Words};

/// What the complainant was told (R5.4, R5.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reply {
    /// How: `letter`, `phone`, `visit` …
    pub(crate) channel: Code,
    /// The handler's own words: the reasons.
    pub(crate) words: Words,
    /// Whether the organisation apologised.
    pub(crate) apology: bool,
    /// What was offered to make it good.
    pub(crate) redress: Option<Words>,
    /// The whole letter; absent for what needs none.
    #[serde(default)]
    pub(crate) letter: Option<Letter>,
    /// When it was given.
    pub(crate) at: Timestamp,
    /// When the time for a follow-up visit is over: reckoned once, from the reply.
    pub(crate) lapses: Timestamp,
    /// By whom.
    pub(crate) by: Actor,
}

/// An approved text of the policy pack, filled in (R5.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// The text's code in the pack.
    pub(crate) code: String,
    /// The letter.
    pub(crate) words: Words,
    /// The last day to disagree that it names (R5.11); none where nothing is left inside the organisation.
    #[serde(default)]
    pub(crate) last_day: Option<Date>,
}

/// A reply that waits for somebody's approval (R5.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// How it will be told.
    pub(crate) channel: Code,
    /// The handler's own words: the reasons.
    pub(crate) words: Words,
    /// Whether the organisation apologises.
    pub(crate) apology: bool,
    /// What is offered to make it good.
    pub(crate) redress: Option<Words>,
    /// Whose approval it needs; nobody's: it goes out at once.
    pub(crate) approver: Option<Approver>,
    /// Whose approval it needs besides, each once.
    #[serde(default)]
    pub(crate) then: Vec<Approver>,
    /// Why it was given back, and by whom: it waits no more, and another one takes its place.
    #[serde(default)]
    pub(crate) refused: Option<(Words, Mark)>,
    /// When it was written.
    pub(crate) at: Timestamp,
    /// By whom.
    pub(crate) by: Actor,
}

/// What the complainant said of the answer (R5.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Satisfaction {
    /// Satisfied.
    Satisfied,
    /// Dissatisfied: it goes to a higher level.
    Dissatisfied,
    /// Nobody was reached: an attempt, after which the visit is still to be made.
    Unreachable,
}

/// What became of the follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum FollowUp {
    /// A visit was made, and the complainant is satisfied.
    Visited {
        /// What the complainant said.
        remarks: Option<Words>,
        /// When.
        at: Timestamp,
        /// Who made it: someone other than the handler (R5.10).
        by: Actor,
    },
    /// The time for it is over.
    Lapsed {
        /// Since when.
        at: Timestamp,
    },
}

/// The answer that the complainant has, and until when they may disagree with it (R5.11). Reckoned once, when it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answered {
    /// When it was given.
    pub(crate) at: Timestamp,
    /// What led to it.
    pub(crate) round: Round,
    /// The last day to ask the level above to verify it again.
    pub(crate) verify_by: Option<Date>,
    /// The last day to appeal.
    pub(crate) appeal_by: Option<Date>,
    /// What the complainant asked for because they disagree.
    pub(crate) asked: Option<Round>,
}

/// What an answer was given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Round {
    /// The complaint.
    First,
    /// The wish that the level above verify the answer (R5.11).
    Verification,
    /// The appeal (R5.8).
    Appeal,
}

impl Draft {
    /// Whether it waits for approval.
    pub(crate) fn waits(&self) -> bool {
        self.refused.is_none()
    }

    /// Whose approval is awaited.
    pub(crate) fn awaited(&self) -> impl Iterator<Item = &Approver> {
        self.approver.iter().chain(&self.then)
    }

    /// The same draft, to be approved by these.
    pub(crate) fn for_approval(self, by: impl IntoIterator<Item = Approver>) -> Self {
        let mut awaited: Vec<Approver> = Vec::new();
        for approver in by {
            if !awaited.contains(&approver) {
                awaited.push(approver);
            }
        }
        let mut awaited = awaited.into_iter();
        Self {
            approver: awaited.next(),
            then: awaited.collect(),
            ..self
        }
    }
}

impl Satisfaction {
    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Dissatisfied => "dissatisfied",
            Self::Unreachable => "unreachable",
        }
    }
}
