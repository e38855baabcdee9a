//! Closing it before its time: who went in, or whoever may decide.

use super::{Request, State};
use crate::domain::act::Act;

/// Why it is not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("this request opens nothing: there is nothing to close")]
    NotOpen,
}

impl Refusal {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::NotOpen => "not_open",
        }
    }
}

/// Closes it, or takes back what nobody decided yet.
pub(crate) fn decide(request: Request, act: Act) -> Result<Request, Refusal> {
    match request.state(act.at) {
        State::Open | State::Asked => Ok(Request {
            closed: Some(act),
            ..request
        }),
        State::Refused | State::Closed | State::Over => Err(Refusal::NotOpen),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, asked, at, open};
    use super::*;

    #[test]
    fn what_is_open_or_asked_is_closed_once() {
        for request in [open(), asked()] {
            let closed = decide(request, act("s2", 2)).unwrap();
            assert_eq!(closed.state(at(3)), State::Closed);
            assert_eq!(
                decide(closed, act("s2", 3)).unwrap_err().to_string(),
                "this request opens nothing: there is nothing to close"
            );
        }
    }
}
