//! Where a complaint stands, and what is true then.

use huiyin_kernel::{Actor, ComplaintId, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Act {
    pub(crate) by: Actor,
    pub(crate) at: Timestamp,
}

/// The stage. What the register decides itself (accept, decline, settle, withdraw) and what it hears of the handling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum Stage {
    /// It is dealt with.
    Open {
        /// Since it was registered, or reopened.
        since: Timestamp,
        /// Who accepted it (R3.5).
        accepted: Option<Act>,
        /// How far the handling is.
        handling: Handling,
    },
    /// Declined (R3.5).
    Declined {
        act: Act,
        reason: String,
        passed_to: Option<String>,
    },
    /// Settled on the spot (R3.9).
    Settled { act: Act, finding: Option<String> },
    /// Withdrawn (R3.12).
    Withdrawn { act: Act },
    /// Joined to an earlier complaint, which it follows (R3.11).
    Joined {
        act: Act,
        to: ComplaintId,
        /// Where it stood, and stands again when the join is undone.
        before: Box<Stage>,
    },
    /// Closed (R6.1), and perhaps in the archive.
    Closed {
        at: Timestamp,
        ending: String,
        finding: Option<String>,
        archived: Option<Timestamp>,
    },
}

/// How far the handling is, as other services say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "handling", rename_all = "snake_case")]
pub(crate) enum Handling {
    /// Nobody leads it yet.
    Waiting,
    /// A unit leads it.
    Assigned { unit: UnitPath, at: Timestamp },
    /// The unit works on it.
    Investigating { unit: UnitPath, at: Timestamp },
    /// There is a finding.
    Found { unit: UnitPath, at: Timestamp },
    /// The complainant has a reply.
    Replied { unit: UnitPath, at: Timestamp },
}

/// Every stage's code, in the order of a complaint's life.
pub(crate) const CODES: [&str; 12] = [
    "registered",
    "accepted",
    "assigned",
    "investigating",
    "found",
    "replied",
    "declined",
    "settled",
    "withdrawn",
    "joined",
    "closed",
    "archived",
];

impl Stage {
    /// The stage of a complaint that was just registered.
    pub(crate) fn registered(since: Timestamp) -> Self {
        Self::Open {
            since,
            accepted: None,
            handling: Handling::Waiting,
        }
    }

    /// The stage's code, as lists and integrators see it.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Open { accepted, handling, .. } => match handling {
                Handling::Waiting if accepted.is_some() => "accepted",
                Handling::Waiting => "registered",
                Handling::Assigned { .. } => "assigned",
                Handling::Investigating { .. } => "investigating",
                Handling::Found { .. } => "found",
                Handling::Replied { .. } => "replied",
            },
            Self::Declined { .. } => "declined",
            Self::Settled { .. } => "settled",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Joined { .. } => "joined",
            Self::Closed { archived: None, .. } => "closed",
            Self::Closed { .. } => "archived",
        }
    }

    /// When it came to this stage.
    pub(crate) fn since(&self) -> Timestamp {
        match self {
            Self::Open {
                since,
                accepted,
                handling,
            } => match handling {
                Handling::Waiting => accepted.as_ref().map_or(*since, |act| act.at),
                Handling::Assigned { at, .. }
                | Handling::Investigating { at, .. }
                | Handling::Found { at, .. }
                | Handling::Replied { at, .. } => *at,
            },
            Self::Declined { act, .. }
            | Self::Settled { act, .. }
            | Self::Withdrawn { act }
            | Self::Joined { act, .. } => act.at,
            Self::Closed { at, archived, .. } => archived.unwrap_or(*at),
        }
    }

    /// Whether nothing more is decided about it here.
    pub(crate) fn has_ended(&self) -> bool {
        !matches!(self, Self::Open { .. })
    }

    /// Whether its file can be in the archive (R8.3). Of what ended here without a word of the archive, as a complaint that follows another
    /// one does, investigation alone knows.
    pub(crate) fn can_be_archived(&self) -> bool {
        match self {
            Self::Open { .. } => false,
            Self::Closed { archived, .. } => archived.is_some(),
            Self::Declined { .. } | Self::Settled { .. } | Self::Withdrawn { .. } | Self::Joined { .. } => true,
        }
    }

    /// Whether it can be withdrawn: as long as it is dealt with (R3.12).
    pub(crate) fn can_be_withdrawn(&self) -> bool {
        !self.has_ended()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, clerk};
    use super::*;

    #[test]
    fn a_stage_is_read_back_as_it_was_written() {
        let act = Act { by: clerk(), at: at(3) };
        let unit: UnitPath = "ho.b01".parse().unwrap();
        let stages = [
            Stage::registered(at(0)),
            Stage::Open {
                since: at(0),
                accepted: Some(act.clone()),
                handling: Handling::Replied { unit, at: at(9) },
            },
            Stage::Declined {
                act,
                reason: "out_of_remit".to_owned(),
                passed_to: None,
            },
        ];
        for stage in stages {
            let written = serde_json::to_string(&stage).unwrap();
            assert_eq!(serde_json::from_str::<Stage>(&written).unwrap(), stage);
            assert!(CODES.contains(&stage.code()));
        }
    }

    #[test]
    fn accepted_shows_until_a_unit_leads() {
        let accepted = |handling| Stage::Open {
            since: at(0),
            accepted: Some(Act { by: clerk(), at: at(3) }),
            handling,
        };
        let unit: UnitPath = "ho.b01".parse().unwrap();
        assert_eq!(accepted(Handling::Waiting).code(), "accepted");
        assert_eq!(accepted(Handling::Waiting).since(), at(3));
        assert_eq!(accepted(Handling::Assigned { unit, at: at(5) }).code(), "assigned");
    }

    #[test]
    fn r8_3_what_is_open_or_only_closed_is_in_no_archive_and_what_follows_another_may_be() {
        let closed = |archived| Stage::Closed {
            at: at(1),
            ending: "replied".to_owned(),
            finding: None,
            archived,
        };
        let joined = Stage::Joined {
            act: Act { by: clerk(), at: at(3) },
            to: ComplaintId::from_uuid(uuid::Uuid::nil()),
            before: Box::new(Stage::registered(at(0))),
        };
        assert!(!Stage::registered(at(0)).can_be_archived());
        assert!(!closed(None).can_be_archived());
        assert!(closed(Some(at(2))).can_be_archived());
        assert!(joined.can_be_archived());
    }
}
