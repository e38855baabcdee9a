//! The instants at which a clock makes something happen (R4.7).

use huiyin_kernel::{ClockId, ComplaintId, Timestamp};

/// A row of the list that ticks fire: at least once, and once only in effect, by (clock, step).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    pub(crate) complaint: ComplaintId,
    pub(crate) clock: ClockId,
    pub(crate) step: Step,
    pub(crate) at: Timestamp,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// The unit is reminded, for the n-th time.
    Remind(u32),
    /// The unit's n-th contact is told: 2, the one before has not reacted (R2.3).
    Contact(u32),
    /// The limit: breach, and the first step of the ladder.
    Due,
    /// The n-th step of the ladder, from 2.
    Escalate(u32),
    /// A pause has lasted for as long as it may; the number tells it from other pauses of the clock (R4.12).
    Resume(u32),
}

impl Step {
    /// What and level, as a row keeps them.
    pub(crate) fn words(self) -> (&'static str, u32) {
        match self {
            Self::Remind(level) => ("remind", level),
            Self::Contact(contact) => ("contact", contact),
            Self::Due => ("due", 1),
            Self::Escalate(level) => ("escalate", level),
            Self::Resume(pause) => ("resume", pause),
        }
    }

    /// The step that a row keeps.
    pub(crate) fn from_words(what: &str, level: u32) -> Option<Self> {
        match what {
            "remind" => Some(Self::Remind(level)),
            "contact" => Some(Self::Contact(level)),
            "due" => Some(Self::Due),
            "escalate" => Some(Self::Escalate(level)),
            "resume" => Some(Self::Resume(level)),
            _ => None,
        }
    }
}
