//! Trying a failed delivery again by hand, once its cause is mended.

use huiyin_kernel::Timestamp;

use super::delivery::State;

/// Why a delivery is not tried again.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It is tried anyway.
    #[error("the notice waits already and is tried by itself")]
    Waiting,
    /// It arrived.
    #[error("the notice was sent; sending it twice would confuse whoever got it")]
    Sent,
    /// It must not be sent.
    #[error("the notice is not to be sent at all")]
    Suppressed,
}

impl Refusal {
    /// The code that stays the same whatever the sentence says.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "notice_waiting",
            Self::Sent => "notice_sent",
            Self::Suppressed => "notice_suppressed",
        }
    }
}

/// A failed delivery begins anew; others are refused.
///
/// # Errors
/// [`Refusal`]
pub(crate) fn decide(state: &State, now: Timestamp) -> Result<State, Refusal> {
    match state {
        State::Failed { .. } => Ok(State::Waiting { attempt: 0, next: now }),
        State::Waiting { .. } => Err(Refusal::Waiting),
        State::Sent { .. } => Err(Refusal::Sent),
        State::Suppressed { .. } => Err(Refusal::Suppressed),
    }
}

#[cfg(test)]
mod tests {
    use super::super::delivery::{Channel, Failure, Suppression};
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn a_failed_delivery_is_tried_at_once_with_all_its_attempts() {
        let failed = State::Failed {
            reason: Failure::GaveUp,
        };
        assert_eq!(decide(&failed, NOW), Ok(State::Waiting { attempt: 0, next: NOW }));
    }

    #[test]
    fn only_a_failed_one_is() {
        let waiting = State::Waiting { attempt: 2, next: NOW };
        let sent = State::Sent {
            at: NOW,
            channel: Channel::Email,
        };
        let suppressed = State::Suppressed {
            reason: Suppression::Anonymous,
        };
        for (state, refusal, sentence) in [
            (
                waiting,
                Refusal::Waiting,
                "the notice waits already and is tried by itself",
            ),
            (
                sent,
                Refusal::Sent,
                "the notice was sent; sending it twice would confuse whoever got it",
            ),
            (suppressed, Refusal::Suppressed, "the notice is not to be sent at all"),
        ] {
            let refused = decide(&state, NOW).unwrap_err();
            assert_eq!(refused.to_string(), sentence);
            assert_eq!(refused, refusal);
        }
    }
}
