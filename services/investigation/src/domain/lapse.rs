//! The lapse of the follow-up: a case does not wait for ever for a visit (R5.8).

use huiyin_kernel::Timestamp;

use super::{Case, FollowUp, Stage};

/// Why a follow-up has not lapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// No visit is awaited.
    #[error("the case awaits no follow-up visit")]
    NotAwaited,
    /// There is time left.
    #[error("there is still time for the follow-up visit")]
    TooEarly,
}

/// Ends the wait at `now`, from the instant that was reckoned at the reply on.
pub(crate) fn decide(case: Case, now: Timestamp) -> Result<Case, Refusal> {
    let Stage::Replied { work, finding, reply } = &case.stage else {
        return Err(Refusal::NotAwaited);
    };
    if now < reply.lapses {
        return Err(Refusal::TooEarly);
    }
    let (work, finding, reply) = (work.clone(), finding.clone(), reply.clone());
    let follow_up = FollowUp::Lapsed { at: reply.lapses };
    Ok(case.at(Stage::FollowedUp {
        work,
        finding,
        reply,
        follow_up,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn the_follow_up_lapses_at_the_very_instant_and_not_before() {
        let lapses = sample::reply().lapses;
        let before = lapses - jiff::SignedDuration::from_micros(1);
        assert_eq!(decide(sample::replied(), before), Err(Refusal::TooEarly));
        assert_eq!(
            Refusal::TooEarly.to_string(),
            "there is still time for the follow-up visit"
        );
        let case = decide(sample::replied(), lapses).unwrap();
        let Stage::FollowedUp { follow_up, .. } = case.stage else {
            panic!("not followed up")
        };
        assert_eq!(follow_up, FollowUp::Lapsed { at: lapses });
    }

    #[test]
    fn only_an_awaited_visit_lapses() {
        for other in [
            sample::found(),
            sample::followed_up(),
            sample::reopened(),
            sample::closed(),
        ] {
            assert_eq!(decide(other, sample::at(1_000_000)), Err(Refusal::NotAwaited));
        }
        assert_eq!(Refusal::NotAwaited.to_string(), "the case awaits no follow-up visit");
    }
}
