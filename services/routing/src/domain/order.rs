//! An order: a unit must act on a complaint (R4.1, R4.3), or press for a result (R4.7).

use huiyin_kernel::{Actor, ClockId, ComplaintId, OrderId, Timestamp, UnitPath};

use super::task::Task;

/// The level of a supervision order that no ladder gave: somebody above pressed by their own word.
pub(crate) const BY_HAND: u32 = 0;

/// An order as it was served. Paths stay those of the day on which it was served (R2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) id: OrderId,
    pub(crate) complaint: ComplaintId,
    pub(crate) kind: OrderKind,
    /// The unit that must act.
    pub(crate) lead: UnitPath,
    /// The unit that passed it on; nothing where a rule decided.
    pub(crate) from: Option<UnitPath>,
    /// Why it was passed on, in the words of who did.
    pub(crate) reason: Option<String>,
    pub(crate) served: Timestamp,
    pub(crate) stage: OrderStage,
    /// When work began on it, also after it has ended (R4.13).
    pub(crate) accepted: Option<Timestamp>,
    /// Of a co-handling order what was supplied, of a supervision order that somebody gave the answer (R4.7, R4.8): in the words of who did.
    pub(crate) supplied: Option<String>,
    /// Of a co-handling order: the task that it asks for (R4.8); of one from before there were kinds, nothing.
    pub(crate) task: Option<Task>,
    /// Of an alert: who of the team said that it was heard (R5.9).
    pub(crate) confirmed_by: Option<Actor>,
    /// The earliest limit that still waits, or was missed: what lists are sorted by.
    pub(crate) next_due: Option<Timestamp>,
}

/// What an order asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderKind {
    /// Handle the complaint.
    Transfer,
    /// No row of the table matched, or nobody holds the duty it names: decide who handles it.
    Triage,
    /// Handle it again, a level above (R5.8).
    Reopened,
    /// The unit that was given it says that it is not theirs: the one that gave it has it back (R4.9).
    Returned,
    /// Two units say that it is the other's: decide between them (R4.9).
    Dispute,
    /// Handle the complaint: the service management above both decided so, and that binds (R4.9).
    Decided,
    /// Supply what the lead unit asks for (R4.8).
    CoHandling,
    /// Act by the emergency plan, and say that the alert was heard (R5.9).
    Alert,
    /// See to it that what a clock waited for is done (R4.7): by a step of its ladder, or by somebody's own word ([`BY_HAND`]).
    Supervision { clock: ClockId, level: u32 },
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderStage {
    Served,
    Accepted {
        at: Timestamp,
    },
    HandedOver {
        at: Timestamp,
    },
    /// The unit gave it back with a reason (R4.9).
    Returned {
        at: Timestamp,
    },
    /// The unit took it to the service management above both (R4.9).
    Disputed {
        at: Timestamp,
    },
    Done {
        at: Timestamp,
    },
    /// The complaint ended before the order was carried out.
    Stopped {
        at: Timestamp,
    },
}

impl OrderKind {
    /// The word of events, views and rows.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Triage => "triage",
            Self::Reopened => "reopened",
            Self::Returned => "returned",
            Self::Dispute => "dispute",
            Self::Decided => "decided",
            Self::CoHandling => "co_handling",
            Self::Alert => "alert",
            Self::Supervision { .. } => "supervision",
        }
    }

    /// Whether its unit leads by it; other orders press for a result or ask for a part of it.
    pub(crate) fn is_lead(self) -> bool {
        !matches!(self, Self::CoHandling | Self::Alert | Self::Supervision { .. })
    }

    /// Whether its unit decides who handles the complaint (R2.4, R4.9).
    pub(crate) fn is_to_decide(self) -> bool {
        matches!(self, Self::Triage | Self::Dispute)
    }

    pub(crate) fn is_supervision(self) -> bool {
        matches!(self, Self::Supervision { .. })
    }
}

impl OrderStage {
    /// The word of views and rows.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Accepted { .. } => "accepted",
            Self::HandedOver { .. } => "handed_over",
            Self::Returned { .. } => "returned",
            Self::Disputed { .. } => "disputed",
            Self::Done { .. } => "done",
            Self::Stopped { .. } => "stopped",
        }
    }

    /// When this stage began; nothing for the first, which began when the order was served.
    pub(crate) fn since(self) -> Option<Timestamp> {
        match self {
            Self::Served => None,
            Self::Accepted { at }
            | Self::HandedOver { at }
            | Self::Returned { at }
            | Self::Disputed { at }
            | Self::Done { at }
            | Self::Stopped { at } => Some(at),
        }
    }
}

impl Order {
    /// Whether someone still has to act on it.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.stage, OrderStage::Served | OrderStage::Accepted { .. })
    }

    /// Whether it is a supervision order that somebody gave, and no limit.
    pub(crate) fn is_by_hand(&self) -> bool {
        matches!(self.kind, OrderKind::Supervision { level: BY_HAND, .. })
    }

    /// Whether its unit leads the complaint by it.
    pub(crate) fn leads(&self) -> bool {
        self.is_open() && self.kind.is_lead()
    }

    pub(crate) fn at_stage(&self, stage: OrderStage) -> Self {
        let accepted = match stage {
            OrderStage::Accepted { at } => Some(at),
            _ => self.accepted,
        };
        Self {
            stage,
            accepted,
            ..self.clone()
        }
    }
}
