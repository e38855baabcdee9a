//! A clock that runs on a complaint (R4.12).

use huiyin_kernel::{ClockId, ComplaintId, OrderId, Timestamp, UnitPath};
use huiyin_worktime::{Basis, Explanation, Limit};

/// A limit that runs: who must do what by when, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) id: ClockId,
    pub(crate) complaint: ComplaintId,
    /// The order that it came with.
    pub(crate) order: OrderId,
    /// The unit that it runs for.
    pub(crate) unit: UnitPath,
    pub(crate) kind: ClockKind,
    /// The rule that started it: `R4.3`.
    pub(crate) rule: String,
    pub(crate) policy_version: String,
    /// The code of the ladder that is climbed when it runs out.
    pub(crate) ladder: String,
    pub(crate) limit: Limit,
    pub(crate) started: Timestamp,
    /// The arithmetic; nothing where it could not be done.
    pub(crate) explanation: Option<Explanation>,
    pub(crate) stage: ClockStage,
}

/// What a clock waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ClockKind {
    /// The supervision desk passes the complaint on, or takes it itself (R4.3).
    HandOver,
    /// The lead unit starts work (R4.3).
    Accept,
    /// The complainant has a reply (R4.4).
    Reply,
}

/// How far a clock is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClockStage {
    Running {
        due: Timestamp,
    },
    /// The calendar does not say when it falls due (R4.6): reported, not guessed.
    Unset {
        why: String,
    },
    Met {
        due: Option<Timestamp>,
        at: Timestamp,
    },
    /// It ran out; what it waited for may have been done since, or have fallen away. The breach stays (R4.5).
    Breached {
        due: Timestamp,
        end: Option<End>,
    },
    Stopped {
        due: Option<Timestamp>,
        at: Timestamp,
        why: String,
    },
}

/// How the wait of a clock ended that had run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Met { at: Timestamp },
    Stopped { at: Timestamp, why: String },
}

impl ClockKind {
    pub(crate) const ALL: [Self; 3] = [Self::HandOver, Self::Accept, Self::Reply];

    /// The word of events, views and rows.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::HandOver => "hand_over",
            Self::Accept => "accept",
            Self::Reply => "reply",
        }
    }
}

/// The word of events, views and rows for what a limit counts.
pub(crate) fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::ClockHours => "clock_hours",
        Basis::WorkingHours => "working_hours",
        Basis::WorkingDays => "working_days",
        Basis::CalendarDays => "calendar_days",
    }
}

impl ClockStage {
    /// The word of views and rows.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Running { .. } => "running",
            Self::Unset { .. } => "unset",
            Self::Met { .. } => "met",
            Self::Breached { .. } => "breached",
            Self::Stopped { .. } => "stopped",
        }
    }

    /// When it falls or fell due, where that is known.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Running { due } | Self::Breached { due, .. } => Some(*due),
            Self::Met { due, .. } | Self::Stopped { due, .. } => *due,
            Self::Unset { .. } => None,
        }
    }
}

impl Clock {
    /// Whether what it waits for is still to be done: also after it ran out.
    pub(crate) fn waits(&self) -> bool {
        matches!(
            self.stage,
            ClockStage::Running { .. } | ClockStage::Unset { .. } | ClockStage::Breached { end: None, .. }
        )
    }

    /// The clock after what it waited for was done at `at`; nothing where it no longer waits.
    pub(crate) fn met(&self, at: Timestamp) -> Option<Self> {
        let stage = match self.stage {
            ClockStage::Running { due } if at <= due => ClockStage::Met { due: Some(due), at },
            ClockStage::Running { due } | ClockStage::Breached { due, end: None } => ClockStage::Breached {
                due,
                end: Some(End::Met { at }),
            },
            ClockStage::Unset { .. } => ClockStage::Met { due: None, at },
            ClockStage::Breached { .. } | ClockStage::Met { .. } | ClockStage::Stopped { .. } => return None,
        };
        Some(Self { stage, ..self.clone() })
    }

    /// The clock after it was ended because of `why`; nothing where it no longer waits.
    pub(crate) fn stopped(&self, at: Timestamp, why: &str) -> Option<Self> {
        let why = why.to_owned();
        let stage = match self.stage {
            ClockStage::Breached { due, end: None } => ClockStage::Breached {
                due,
                end: Some(End::Stopped { at, why }),
            },
            _ if self.waits() => ClockStage::Stopped {
                due: self.stage.due(),
                at,
                why,
            },
            _ => return None,
        };
        Some(Self { stage, ..self.clone() })
    }
}
