//! Opening a complaint to who asked, or not: another person decides (P16).

use huiyin_kernel::{Actor, StaffCode};
use jiff::SignedDuration;

use super::{Decided, Request, State};
use crate::domain::act::Act;

/// Why it is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("this request was decided already, or is over")]
    Decided,
    #[error("who asked does not decide: let somebody else")]
    SamePerson,
    #[error("who asked is complained about, and is let in by nobody")]
    Concerned,
}

impl Refusal {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Decided => "request_decided",
            Self::SamePerson => "asker_decides",
            Self::Concerned => "person_concerned",
        }
    }
}

/// Opens it for the hours that were asked for, or refuses; `concerned` are those whom the complaint is about (R4.10).
pub(crate) fn decide(request: Request, opens: bool, concerned: &[StaffCode], act: Act) -> Result<Request, Refusal> {
    if request.state(act.at) != State::Asked {
        return Err(Refusal::Decided);
    }
    if request.asked.by == act.by {
        return Err(Refusal::SamePerson);
    }
    let is_asker = |code: &StaffCode| request.asked.by == Actor::staff(code.clone());
    if opens && concerned.iter().any(is_asker) {
        return Err(Refusal::Concerned);
    }
    let hours = SignedDuration::from_hours(i64::from(request.hours));
    let until = act.at.checked_add(hours).unwrap_or(act.at);
    let until = opens.then_some(until);
    Ok(Request {
        decided: Some(Decided { act, until }),
        ..request
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{act, asked, at, open};
    use super::*;

    #[test]
    fn p16_a_second_person_opens_it_from_then_on_for_the_hours_that_were_asked_for() {
        let opened = decide(asked(), true, &[], act("s2", 1)).unwrap();
        assert_eq!(opened.until(), Some(at(5)));
        let refused = decide(asked(), false, &[], act("s2", 1)).unwrap();
        assert_eq!(refused.state(at(2)), State::Refused);
        let alone = decide(asked(), true, &[], act("s1", 1)).unwrap_err();
        assert_eq!(alone.to_string(), "who asked does not decide: let somebody else");
    }

    #[test]
    fn r4_10_who_is_complained_about_is_let_in_by_nobody() {
        let about = [StaffCode::new("s1").unwrap()];
        let wrong = decide(asked(), true, &about, act("s2", 1)).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "who asked is complained about, and is let in by nobody"
        );
        assert!(decide(asked(), false, &about, act("s2", 1)).is_ok());
    }

    #[test]
    fn what_is_decided_or_over_is_not_decided_again() {
        for (request, hours) in [(open(), 2), (asked(), 24 * 7)] {
            let wrong = decide(request, true, &[], act("s2", hours)).unwrap_err();
            assert_eq!(wrong.to_string(), "this request was decided already, or is over");
        }
    }
}
