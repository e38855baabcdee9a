//! Asking to see a complaint that the rules keep from one.

use huiyin_kernel::{BreakGlassId, Timestamp};
use jiff::SignedDuration;

use super::Request;
use crate::domain::act::Act;
use crate::domain::reference;

/// Why one may ask.
const GROUNDS: [&str; 6] = ["safety", "court", "regulator", "audit", "absence", "fault"];
/// The longest time that it is open.
const MOST_HOURS: u32 = 24;
/// The longest number.
const LONGEST: usize = 40;
/// What nobody decided in so long is over.
const PATIENCE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many requests of one person wait at a time.
pub(crate) const MOST_WAITING: usize = 5;

/// Why it is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("name the complaint by its number, 1 to 40 characters without spaces")]
    Number,
    #[error("break-glass has a ground: safety, court, regulator, audit, absence or fault")]
    Ground,
    #[error("the file number has 1 to 64 characters and no spaces")]
    Reference,
    #[error("a complaint is opened for 1 to 24 hours")]
    Hours,
    #[error("five requests of yours wait already: let them be decided first")]
    TooMany,
}

impl Refusal {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Number => "bad_number",
            Self::Ground => "break_glass_ground",
            Self::Reference => "bad_reference",
            Self::Hours => "bad_hours",
            Self::TooMany => "too_many_requests",
        }
    }

    /// Whether the request will never do.
    pub(crate) fn is_invalid(self) -> bool {
        self != Self::TooMany
    }
}

/// What is asked.
pub(crate) struct Asked<'a> {
    pub(crate) number: &'a str,
    pub(crate) ground: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) hours: u32,
}

/// Asks. Whether there is such a complaint is not looked at: the answer would tell it.
pub(crate) fn decide(id: BreakGlassId, asked: &Asked<'_>, waiting: usize, act: Act) -> Result<Request, Refusal> {
    let number = asked.number.trim();
    if !reference::fits(number, LONGEST) {
        return Err(Refusal::Number);
    }
    if !GROUNDS.contains(&asked.ground) {
        return Err(Refusal::Ground);
    }
    if !reference::fits(asked.reference, reference::LONGEST) {
        return Err(Refusal::Reference);
    }
    if !(1..=MOST_HOURS).contains(&asked.hours) {
        return Err(Refusal::Hours);
    }
    if waiting >= MOST_WAITING {
        return Err(Refusal::TooMany);
    }
    Ok(Request {
        id,
        number: number.to_owned(),
        ground: asked.ground.to_owned(),
        reference: asked.reference.to_owned(),
        hours: asked.hours,
        asked: act,
        decided: None,
        closed: None,
    })
}

/// Since when what was asked is still decided.
pub(crate) fn waits_since(now: Timestamp) -> Timestamp {
    now.checked_sub(PATIENCE).unwrap_or(now)
}

/// Whether what was asked then is no longer decided.
pub(super) fn is_stale(asked: Timestamp, now: Timestamp) -> bool {
    now.duration_since(asked) >= PATIENCE
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, asked};
    use super::*;

    fn ask(asked: &Asked<'_>, waiting: usize) -> Result<Request, Refusal> {
        decide(super::super::samples::asked().id, asked, waiting, act("s1", 0))
    }

    fn good() -> Asked<'static> {
        Asked {
            number: " 2026-000001-1 ",
            ground: "court",
            reference: "C-1",
            hours: 4,
        }
    }

    #[test]
    fn r8_1_who_asks_says_which_why_and_for_how_long() {
        assert_eq!(ask(&good(), 4), Ok(asked()));
        let long = "9".repeat(41);
        for (wrong, waiting, sentence) in [
            (
                Asked { number: " ", ..good() },
                0,
                "name the complaint by its number, 1 to 40 characters without spaces",
            ),
            (
                Asked {
                    number: "a b",
                    ..good()
                },
                0,
                "name the complaint by its number, 1 to 40 characters without spaces",
            ),
            (
                Asked {
                    number: &long,
                    ..good()
                },
                0,
                "name the complaint by its number, 1 to 40 characters without spaces",
            ),
            (
                Asked {
                    ground: "curiosity",
                    ..good()
                },
                0,
                "break-glass has a ground: safety, court, regulator, audit, absence or fault",
            ),
            (
                Asked {
                    reference: "",
                    ..good()
                },
                0,
                "the file number has 1 to 64 characters and no spaces",
            ),
            (
                Asked { hours: 0, ..good() },
                0,
                "a complaint is opened for 1 to 24 hours",
            ),
            (
                Asked { hours: 25, ..good() },
                0,
                "a complaint is opened for 1 to 24 hours",
            ),
            (
                good(),
                5,
                "five requests of yours wait already: let them be decided first",
            ),
        ] {
            assert_eq!(ask(&wrong, waiting).unwrap_err().to_string(), sentence);
        }
    }
}
