//! Drafts of registrations: what was typed is kept for its author alone, and for a while only.

use huiyin_kernel::{Actor, Timestamp};
use jiff::SignedDuration;

/// A draft ends so long after it was last typed at.
pub(crate) const LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many one author has at once.
pub(crate) const MOST: u64 = 50;

/// Why a draft is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It was registered or discarded, or is another's.
    #[error("the draft is over: it was registered or discarded")]
    Over,
    /// The author has too many.
    #[error("there are 50 drafts already: register or discard one")]
    TooMany,
}

/// What is known of a draft that is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nothing: it would be the author's next one.
    New {
        /// How many they have.
        drafts: u64,
    },
    /// It is there.
    There {
        /// Whether it is the author's.
        own: bool,
        /// Whether it was registered or discarded.
        over: bool,
    },
}

/// Whether it is kept. What comes late, after it was registered, does not bring it back.
pub(crate) fn decide(known: Known) -> Result<(), Refusal> {
    match known {
        Known::There { own: false, .. } | Known::There { over: true, .. } => Err(Refusal::Over),
        Known::New { drafts } if drafts >= MOST => Err(Refusal::TooMany),
        Known::New { .. } | Known::There { .. } => Ok(()),
    }
}

/// When a draft ends that was last typed at then.
pub(crate) fn ends(kept: Timestamp) -> Timestamp {
    kept.checked_add(LASTS).unwrap_or(Timestamp::MAX)
}

/// Drafts that were last typed at before this have ended.
pub(crate) fn ended_before(now: Timestamp) -> Timestamp {
    now.checked_sub(LASTS).unwrap_or(Timestamp::MIN)
}

/// Whose drafts they are. A code of staff holds no `@`.
pub(crate) fn author(actor: &Actor) -> String {
    match actor {
        Actor::Staff { code, .. } => code.to_string(),
        Actor::Operator => "@operator".to_owned(),
        Actor::Complainant => "@complainant".to_owned(),
        Actor::System { service } => format!("@{service}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_by_its_author_as_often_as_they_type() {
        assert_eq!(decide(Known::New { drafts: 49 }), Ok(()));
        assert_eq!(decide(Known::There { own: true, over: false }), Ok(()));
    }

    #[test]
    fn what_comes_after_it_was_registered_does_not_bring_it_back_and_nobody_writes_into_anothers() {
        assert_eq!(decide(Known::There { own: true, over: true }), Err(Refusal::Over));
        assert_eq!(
            decide(Known::There {
                own: false,
                over: false
            }),
            Err(Refusal::Over)
        );
        assert_eq!(
            Refusal::Over.to_string(),
            "the draft is over: it was registered or discarded"
        );
    }

    #[test]
    fn fifty_are_the_most() {
        assert_eq!(decide(Known::New { drafts: 50 }), Err(Refusal::TooMany));
        assert_eq!(
            Refusal::TooMany.to_string(),
            "there are 50 drafts already: register or discard one"
        );
    }

    #[test]
    fn a_draft_ends_seven_days_after_it_was_last_typed_at() {
        let kept: Timestamp = "2026-11-27T08:00:00Z".parse().unwrap();
        assert_eq!(ends(kept).to_string(), "2026-12-04T08:00:00Z");
        assert_eq!(ended_before(ends(kept)), kept);
    }

    #[test]
    fn nobody_has_the_operators_drafts() {
        let code = huiyin_kernel::StaffCode::new("operator").unwrap();
        assert_ne!(author(&Actor::staff(code)), author(&Actor::Operator));
    }
}
