//! What the complainant may still say of the answer that they have (R5.8, R5.11).

use huiyin_kernel::Date;

use super::stage::{Handling, Stage};

/// What is open to them. Investigation reckons the last days when it answers; here they are kept, and closed again when one was used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recourse {
    /// They may say whether they are satisfied: nobody has asked them yet, and they have not said it.
    pub(crate) rate: bool,
    /// The last day to ask the level above to verify the answer.
    pub(crate) verify_by: Option<Date>,
    /// The last day to appeal.
    pub(crate) appeal_by: Option<Date>,
}

/// The way of those who disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The level above verifies the answer.
    Verification,
    /// The appeals body decides.
    Appeal,
}

impl Way {
    const ALL: [Self; 2] = [Self::Verification, Self::Appeal];

    /// The way of this code.
    pub(crate) fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Appeal => "appeal",
        }
    }

    /// The step that the complainant is shown, and the kind of their words.
    pub(crate) fn step(self) -> &'static str {
        match self {
            Self::Verification => "verification_asked",
            Self::Appeal => "appeal_asked",
        }
    }
}

impl Recourse {
    /// What an answer leaves open.
    pub(crate) fn after_answer(verify_by: Option<Date>, appeal_by: Option<Date>) -> Self {
        Self {
            rate: true,
            verify_by,
            appeal_by,
        }
    }

    /// Whether they may rate the answer as things stand.
    pub(crate) fn may_rate(&self, stage: &Stage) -> bool {
        self.rate && is_answered(stage)
    }

    /// What is left where nobody asks any more whether they are satisfied.
    pub(crate) fn rated(self) -> Self {
        Self { rate: false, ..self }
    }

    /// The last day of a way.
    pub(crate) fn last_day(&self, way: Way) -> Option<Date> {
        match way {
            Way::Verification => self.verify_by,
            Way::Appeal => self.appeal_by,
        }
    }

    /// The last day of a way that can be taken as things stand.
    pub(crate) fn open(&self, way: Way, stage: &Stage, today: Date) -> Option<Date> {
        self.last_day(way).filter(|last| today <= *last && has_answer(stage))
    }
}

/// Whether the answer stands: it was given, and the case is not handled again. What was settled, declined, withdrawn, decided outside or
/// follows another one has none of investigation's.
pub(crate) fn has_answer(stage: &Stage) -> bool {
    match stage {
        Stage::Closed { ending, .. } => ending == "replied",
        open => is_answered(open),
    }
}

/// Whether it has its answer and is not closed.
pub(crate) fn is_answered(stage: &Stage) -> bool {
    matches!(
        stage,
        Stage::Open {
            handling: Handling::Replied { .. },
            ..
        }
    )
}
