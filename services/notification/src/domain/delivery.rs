//! A notice on its way: what has become of it, and what comes next.

use huiyin_kernel::{ComplaintId, EventId, Timestamp};
use jiff::SignedDuration;
use uuid::Uuid;

use super::notice::{Audience, Details};

/// A notice to one audience because of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// Also the mail's Message-ID.
    pub(crate) id: Uuid,
    pub(crate) complaint: ComplaintId,
    pub(crate) event: EventId,
    pub(crate) template: String,
    pub(crate) audience: Audience,
    pub(crate) details: Details,
    pub(crate) created: Timestamp,
    /// The trace of the event that led to it.
    pub(crate) traceparent: Option<String>,
    pub(crate) state: State,
}

/// What has become of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It will be tried.
    Waiting {
        /// How often it was tried in vain.
        attempt: u32,
        /// When it is tried next.
        next: Timestamp,
    },
    /// The mail server has it, or the folder that stands for one.
    Sent {
        /// When it was handed over.
        at: Timestamp,
        /// By which way.
        channel: Channel,
    },
    /// It is given up.
    Failed {
        /// Why.
        reason: Failure,
    },
    /// It is not to be sent.
    Suppressed {
        /// Why.
        reason: Suppression,
    },
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Its code in the database, in events and views.
            pub(crate) fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Reads a code.
            pub(crate) fn read(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    /// How a notice was handed over.
    Channel {
        /// To a mail server.
        Email => "email",
        /// As a file in a folder.
        Folder => "folder",
    }
}

codes! {
    /// Why a notice is given up.
    Failure {
        /// There is nobody to write to, or no address that can be written to.
        NoAddress => "no_address",
        /// The mail server refused it for good.
        Refused => "refused",
        /// It was tried as often as is allowed.
        GaveUp => "gave_up",
    }
}

codes! {
    /// Why a notice is not to be sent.
    Suppression {
        /// The complainant is anonymous (R3.4).
        Anonymous => "anonymous",
        /// It is a complaint of the past.
        Imported => "imported",
        /// The unit must not hear of it (R8.2).
        Restricted => "restricted",
    }
}

/// Which deliveries to list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) complaint: Option<ComplaintId>,
    pub(crate) state: Option<&'static str>,
    /// Older than this one.
    pub(crate) after: Option<Uuid>,
}

/// What came of trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    /// It was handed over.
    Sent(Channel),
    /// The complaint's registration is not heard yet, so that nobody can say whether to send: no attempt.
    TooEarly,
    /// It turned out that it is not to be sent.
    Suppressed(Suppression),
    /// It will never work.
    Failed(Failure),
    /// It may work later: the mail server, the bus or another service is away.
    Later,
}

/// How often a notice is tried, and how far apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Attempts in all.
    pub(crate) attempts: u32,
    /// The delay after the first; it doubles each time.
    pub(crate) first: SignedDuration,
    /// The longest delay.
    pub(crate) longest: SignedDuration,
}

/// How long a notice waits for its complaint's registration to be heard.
const TOO_EARLY: SignedDuration = SignedDuration::from_secs(2);

impl Patience {
    /// The delay after the `attempt`-th attempt, from 1.
    fn delay(&self, attempt: u32) -> SignedDuration {
        let factor = 2_i32.saturating_pow(attempt.saturating_sub(1));
        self.first
            .checked_mul(factor)
            .map_or(self.longest, |delay| delay.min(self.longest))
    }
}

impl State {
    /// The state after the next try, from one that waits with `attempt` tries behind it.
    pub(crate) fn after(attempt: u32, tried: Tried, now: Timestamp, patience: &Patience) -> Self {
        let at = |delay| now.saturating_add(delay).unwrap_or(Timestamp::MAX);
        match tried {
            Tried::Sent(channel) => Self::Sent { at: now, channel },
            Tried::TooEarly => Self::Waiting {
                attempt,
                next: at(TOO_EARLY),
            },
            Tried::Suppressed(reason) => Self::Suppressed { reason },
            Tried::Failed(reason) => Self::Failed { reason },
            Tried::Later if attempt + 1 >= patience.attempts => Self::Failed {
                reason: Failure::GaveUp,
            },
            Tried::Later => Self::Waiting {
                attempt: attempt + 1,
                next: at(patience.delay(attempt + 1)),
            },
        }
    }

    /// Its name in the database and in views.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Sent { .. } => "sent",
            Self::Failed { .. } => "failed",
            Self::Suppressed { .. } => "suppressed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience = Patience {
        attempts: 4,
        first: SignedDuration::from_secs(30),
        longest: SignedDuration::from_secs(60),
    };
    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(attempt: u32, tried: Tried) -> State {
        State::after(attempt, tried, NOW, &PATIENCE)
    }

    fn waiting(attempt: u32, seconds: i64) -> State {
        State::Waiting {
            attempt,
            next: Timestamp::from_second(seconds).unwrap(),
        }
    }

    #[test]
    fn what_may_work_later_is_tried_at_growing_distances_and_then_given_up() {
        assert_eq!(after(0, Tried::Later), waiting(1, 30));
        assert_eq!(after(1, Tried::Later), waiting(2, 60));
        assert_eq!(after(2, Tried::Later), waiting(3, 60), "no longer than the longest");
        assert_eq!(
            after(3, Tried::Later),
            State::Failed {
                reason: Failure::GaveUp
            }
        );
    }

    #[test]
    fn a_registration_that_is_not_heard_yet_costs_no_attempt() {
        assert_eq!(after(3, Tried::TooEarly), waiting(3, 2));
    }

    #[test]
    fn what_never_works_is_not_tried_again() {
        for reason in [Failure::NoAddress, Failure::Refused] {
            assert_eq!(after(0, Tried::Failed(reason)), State::Failed { reason });
        }
    }

    #[test]
    fn what_is_handed_over_is_sent() {
        let sent = State::Sent {
            at: NOW,
            channel: Channel::Folder,
        };
        assert_eq!(after(2, Tried::Sent(Channel::Folder)), sent);
    }

    #[test]
    fn a_delay_never_overflows() {
        let patience = Patience {
            attempts: u32::MAX,
            first: SignedDuration::MAX,
            longest: SignedDuration::from_hours(4),
        };
        assert_eq!(patience.delay(4_000_000_000), SignedDuration::from_hours(4));
    }
}
