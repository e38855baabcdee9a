//! Going in, once it is open.

use huiyin_kernel::{Actor, Timestamp};

use super::{Request, State};
use crate::domain::act::Act;

/// Why nobody goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("this complaint is not open to you, or no longer: ask again")]
    NotOpen,
}

impl Refusal {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::NotOpen => "not_open",
        }
    }
}

/// Lets in whom it was opened to; answers until when.
pub(crate) fn decide(request: &Request, act: &Act) -> Result<Timestamp, Refusal> {
    opens(request, &act.by, act.at).ok_or(Refusal::NotOpen)
}

/// Until when it is open to somebody, while it is.
pub(crate) fn opens(request: &Request, to: &Actor, now: Timestamp) -> Option<Timestamp> {
    let open = request.state(now) == State::Open && request.asked.by == *to;
    request.until().filter(|_| open)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, asked, at, open};
    use super::*;

    #[test]
    fn whom_it_was_opened_to_goes_in_while_it_is_open() {
        assert_eq!(decide(&open(), &act("s1", 4)), Ok(at(5)));
        for (request, act) in [(open(), act("s1", 5)), (open(), act("s2", 4)), (asked(), act("s1", 0))] {
            assert_eq!(
                decide(&request, &act).unwrap_err().to_string(),
                "this complaint is not open to you, or no longer: ask again"
            );
        }
    }
}
