//! Break-glass: seeing a complaint that the rules keep from one, for a while, by the word of a second person (R8.1, P16).

pub(crate) mod ask;
pub(crate) mod close;
pub(crate) mod decide;
pub(crate) mod enter;

use huiyin_kernel::{BreakGlassId, Timestamp};

use super::act::Act;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) id: BreakGlassId,
    /// The complaint's number, as it was asked for: there may be no such complaint.
    pub(crate) number: String,
    pub(crate) ground: String,
    pub(crate) reference: String,
    pub(crate) hours: u32,
    pub(crate) asked: Act,
    pub(crate) decided: Option<Decided>,
    pub(crate) closed: Option<Act>,
}

/// What a second person said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decided {
    pub(crate) act: Act,
    /// Until when it is open; refused where there is none.
    pub(crate) until: Option<Timestamp>,
}

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Asked,
    Open,
    Refused,
    Closed,
    Over,
}

impl State {
    /// Its name, as it is shown.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Open => "open",
            Self::Refused => "refused",
            Self::Closed => "closed",
            Self::Over => "over",
        }
    }
}

impl Request {
    /// Until when it is open.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.decided.as_ref().and_then(|decided| decided.until)
    }

    /// How it stands at an instant.
    pub(crate) fn state(&self, now: Timestamp) -> State {
        match (&self.decided, self.until()) {
            _ if self.closed.is_some() => State::Closed,
            (None, _) if ask::is_stale(self.asked.at, now) => State::Over,
            (None, _) => State::Asked,
            (Some(_), None) => State::Refused,
            (Some(_), Some(until)) if until <= now => State::Over,
            (Some(_), Some(_)) => State::Open,
        }
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use huiyin_kernel::{Actor, StaffCode};
    use uuid::Uuid;

    use super::*;

    pub(crate) fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(hours)
    }

    pub(crate) fn act(code: &str, hours: i64) -> Act {
        let code = StaffCode::new(code).unwrap();
        Act {
            by: Actor::staff(code),
            at: at(hours),
        }
    }

    pub(crate) fn asked() -> Request {
        Request {
            id: BreakGlassId::from_uuid(Uuid::nil()),
            number: "2026-000001-1".to_owned(),
            ground: "court".to_owned(),
            reference: "C-1".to_owned(),
            hours: 4,
            asked: act("s1", 0),
            decided: None,
            closed: None,
        }
    }

    pub(crate) fn open() -> Request {
        let until = Some(at(5));
        let act = act("s2", 1);
        Request {
            decided: Some(Decided { act, until }),
            ..asked()
        }
    }

    #[test]
    fn a_request_stands_as_what_happened_to_it() {
        assert_eq!(asked().state(at(1)), State::Asked);
        assert_eq!(asked().state(at(24 * 7)), State::Over);
        assert_eq!((open().state(at(4)), open().state(at(5))), (State::Open, State::Over));
        let refused = Request {
            decided: Some(Decided {
                act: act("s2", 1),
                until: None,
            }),
            ..asked()
        };
        assert_eq!(refused.state(at(4)), State::Refused);
        let closed = Some(act("s2", 2));
        assert_eq!(Request { closed, ..open() }.state(at(3)), State::Closed);
    }
}
