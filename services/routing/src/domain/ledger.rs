//! The ledger of a clock (R4.12): what was asked and decided about its time, each line with ground, people, notice and arithmetic.

use huiyin_kernel::{Actor, ClockId, ComplaintId, Timestamp};
use huiyin_worktime::{Explanation, Limit};
use uuid::Uuid;

/// One line. Nothing else moves a due time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) complaint: ComplaintId,
    pub(crate) clock: ClockId,
    pub(crate) kind: LineKind,
    /// The ground's code.
    pub(crate) ground: String,
    /// Why, in the words of who asked.
    pub(crate) reason: String,
    pub(crate) asked_by: Actor,
    pub(crate) asked: Timestamp,
    pub(crate) stage: LineStage,
    /// When the complainant was told (R4.5).
    pub(crate) notice: Option<Timestamp>,
    /// The arithmetic of the new due time.
    pub(crate) explanation: Option<Explanation>,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// So much more time, counted from the due time (R4.5).
    Extension(Limit),
    /// Time that is not counted, from its approval until somebody ends it.
    Pause,
    /// The calendar was corrected (R4.6).
    Recomputation,
    /// The complaint was moved to another version of the policy pack (section 9).
    Migration,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LineStage {
    /// Nobody has decided.
    Asked,
    Refused {
        by: Actor,
        at: Timestamp,
    },
    /// In force: an extension or recomputation with its new due time, a pause that lasts.
    Approved {
        by: Actor,
        at: Timestamp,
        old: Timestamp,
        new: Option<Timestamp>,
    },
    /// A pause that was ended.
    Ended {
        by: Actor,
        at: Timestamp,
        old: Timestamp,
        ended_by: Actor,
        ended: Timestamp,
        new: Timestamp,
    },
}

impl LineKind {
    /// The word of events, views and rows.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Extension(_) => "extension",
            Self::Pause => "pause",
            Self::Recomputation => "recomputation",
            Self::Migration => "migration",
        }
    }
}

impl LineStage {
    /// The word of views and rows.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Refused { .. } => "refused",
            Self::Approved { .. } => "approved",
            Self::Ended { .. } => "ended",
        }
    }
}

impl Line {
    /// Whether it moved the due time, or does so as long as it lasts.
    pub(crate) fn is_in_force(&self) -> bool {
        matches!(self.stage, LineStage::Approved { .. } | LineStage::Ended { .. })
    }

    pub(crate) fn at_stage(&self, stage: LineStage) -> Self {
        Self { stage, ..self.clone() }
    }
}

/// The number of the next due time of a clock: its reminders are told apart by it from those of the due times before.
pub(crate) fn generation(lines: &[Line]) -> u32 {
    let moved: u32 = lines
        .iter()
        .map(|line| match line.stage {
            LineStage::Approved { .. } => 1,
            LineStage::Ended { .. } => 2,
            LineStage::Asked | LineStage::Refused { .. } => 0,
        })
        .sum();
    moved + 1
}

/// What the complainant is told of by a notice, by the word of the line's kind; nothing where it is about something else.
pub(crate) fn told_by(template: &str) -> Option<&'static str> {
    match template {
        "complainant.extended" => Some("extension"),
        "complainant.paused" => Some("pause"),
        _ => None,
    }
}
