//! A clock that runs on a complaint (R4.12).

use huiyin_kernel::{ClockId, ComplaintId, OrderId, Timestamp, UnitPath};
use huiyin_policy::{MetBy, kinds};
use huiyin_worktime::{Basis, Explanation, Limit};

use super::deadline::{Deadline, Step};

/// A limit that runs: who must do what by when, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) id: ClockId,
    pub(crate) complaint: ComplaintId,
    /// The order that it came with.
    pub(crate) order: OrderId,
    /// The unit that it runs for.
    pub(crate) unit: UnitPath,
    /// What it is called: a code of the policy pack's list of clocks.
    pub(crate) kind: String,
    /// What ends its wait.
    pub(crate) waits_for: WaitsFor,
    /// Whether passing it is no breach, only the end of a shorter procedure.
    pub(crate) milestone: bool,
    /// The calendar by which it is counted; nothing where it is the unit's own (R4.6).
    pub(crate) calendar: Option<String>,
    /// The rule that started it: `R4.3`.
    pub(crate) rule: String,
    pub(crate) policy_version: String,
    /// The code of the ladder that is climbed when it runs out.
    pub(crate) ladder: String,
    pub(crate) limit: Limit,
    pub(crate) started: Timestamp,
    /// The instant that no act inside the organisation moves; nothing where no rule sets one.
    pub(crate) ceiling: Option<Timestamp>,
    /// The arithmetic; nothing where it could not be done.
    pub(crate) explanation: Option<Explanation>,
    pub(crate) stage: ClockStage,
}

/// What a clock waits for: what the policy pack calls `met_by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WaitsFor {
    /// Who decides passes the complaint on, or takes it itself (R4.3).
    HandOver,
    /// The lead unit starts work (R4.3).
    Acceptance,
    /// The complainant is told of a stage (R5.6).
    Contact,
    /// The complainant has a reply (R4.4).
    Reply,
    /// The case is closed (R6.1).
    Closing,
    /// The level above has decided about a review (R5.11).
    Review,
    /// The follow-up visit is made (R5.8).
    FollowUp,
    /// A co-handling unit supplies what is asked (R4.8).
    Supply,
    /// The team of an emergency plan said that it heard (R5.9).
    Alert,
}

/// How far a clock is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClockStage {
    Running {
        due: Timestamp,
    },
    /// It does not count time; `due` is as it was when the pause began, and what was left then is left still (R4.12).
    Paused {
        due: Timestamp,
        since: Timestamp,
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

impl WaitsFor {
    pub(crate) const ALL: [Self; 9] = [
        Self::HandOver,
        Self::Acceptance,
        Self::Contact,
        Self::Reply,
        Self::Closing,
        Self::Review,
        Self::FollowUp,
        Self::Supply,
        Self::Alert,
    ];

    /// The word of rows.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::HandOver => "hand_over",
            Self::Acceptance => "acceptance",
            Self::Contact => "contact",
            Self::Reply => "reply",
            Self::Closing => "closing",
            Self::Review => "review",
            Self::FollowUp => "follow_up",
            Self::Supply => "supply",
            Self::Alert => "alert",
        }
    }

    /// Whether it is about an order beside the lead's: a co-handler's, or an alerted team's. Who leads is nothing to it.
    pub(crate) fn is_beside_the_lead(self) -> bool {
        matches!(self, Self::Supply | Self::Alert)
    }

    /// Whether it is about one order, and ends with it. All others are about the complaint, and go on with whoever leads it (R4.12).
    pub(crate) fn is_of_the_order(self) -> bool {
        matches!(self, Self::HandOver | Self::Acceptance | Self::Supply | Self::Alert)
    }
}

impl From<MetBy> for WaitsFor {
    fn from(met_by: MetBy) -> Self {
        match met_by {
            MetBy::HandedOver => Self::HandOver,
            MetBy::Accepted => Self::Acceptance,
            MetBy::Contacted => Self::Contact,
            MetBy::Replied => Self::Reply,
            MetBy::Closed => Self::Closing,
            MetBy::ReviewDecided => Self::Review,
            MetBy::FollowedUp => Self::FollowUp,
            MetBy::Supplied => Self::Supply,
            MetBy::AlertConfirmed => Self::Alert,
        }
    }
}

/// What a limit can count.
pub(crate) const BASES: [Basis; 4] = [
    Basis::ClockHours,
    Basis::WorkingHours,
    Basis::WorkingDays,
    Basis::CalendarDays,
];

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
            Self::Paused { .. } => "paused",
            Self::Unset { .. } => "unset",
            Self::Met { .. } => "met",
            Self::Breached { .. } => "breached",
            Self::Stopped { .. } => "stopped",
        }
    }

    /// The next limit that lists are sorted by: none while it is paused.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        match self {
            Self::Paused { .. } => None,
            _ => self.due(),
        }
    }

    /// When it falls or fell due, where that is known; of a paused one when it would have.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Running { due } | Self::Paused { due, .. } | Self::Breached { due, .. } => Some(*due),
            Self::Met { due, .. } | Self::Stopped { due, .. } => *due,
            Self::Unset { .. } => None,
        }
    }
}

impl Clock {
    /// Whether it is the organisation's own time to reply, which lists and promises show.
    pub(crate) fn is_reply(&self) -> bool {
        self.kind == kinds::REPLY
    }

    /// A row of the list that ticks fire.
    pub(crate) fn deadline(&self, step: Step, at: Timestamp) -> Deadline {
        Deadline {
            complaint: self.complaint,
            clock: self.id,
            step,
            at,
        }
    }

    /// Whether its limit has come by `at`: while it is paused, the ceiling alone is one.
    pub(crate) fn falls_due_by(&self, at: Timestamp) -> bool {
        match self.stage {
            ClockStage::Running { due } => due <= at,
            ClockStage::Paused { .. } => self.ceiling.is_some_and(|ceiling| ceiling <= at),
            _ => false,
        }
    }

    /// Whether what it waits for is still to be done: also after it ran out.
    pub(crate) fn waits(&self) -> bool {
        matches!(
            self.stage,
            ClockStage::Running { .. }
                | ClockStage::Paused { .. }
                | ClockStage::Unset { .. }
                | ClockStage::Breached { end: None, .. }
        )
    }

    /// The clock after what it waited for was done at `at`; nothing where it no longer waits.
    pub(crate) fn met(&self, at: Timestamp) -> Option<Self> {
        let stage = match self.stage {
            ClockStage::Running { due } if at <= due => ClockStage::Met { due: Some(due), at },
            ClockStage::Paused { due, .. } => ClockStage::Met { due: Some(due), at },
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
