//! Who disagrees with the answer asks the level above to verify it again (R5.11), or appeals (R5.8).
//!
//! The last day was reckoned when the answer was given; no comment, visit or closing moves it.

use huiyin_kernel::{Date, Timestamp, UnitPath};

use super::{Answered, Case, Mark, Round, Stage, Why, Words};

/// The complainant wishes it.
#[derive(Clone, Debug)]
pub(crate) struct AskAgain {
    /// Verification or appeal.
    pub(crate) round: Round,
    /// Why they disagree; absent where they say it in the register, with their receipt.
    pub(crate) reasons: Option<Words>,
    /// The day on which they said so, in the organisation's calendar.
    pub(crate) today: Date,
    /// Who recorded it, and when.
    pub(crate) mark: Mark,
}

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is no answer to disagree with.
    #[error("the complainant has no answer yet to disagree with")]
    NotAnswered,
    /// It is on its way already.
    #[error("the case is being handled again already")]
    InHand,
    /// It ended without an answer of ours.
    #[error("what was settled, declined, withdrawn or decided outside is not verified again")]
    OtherEnding,
    /// That level has looked.
    #[error("the level above has verified the answer already: an appeal is what is left")]
    AlreadyVerified,
    /// The last word is said.
    #[error("the appeals body has decided, and its decision is the last one in the organisation")]
    Final,
    /// The pack knows no such period.
    #[error("the policy pack sets no time in which to ask for this")]
    NoWindow,
    /// The last day is over.
    #[error("the last day to ask for this was {0}")]
    TooLate(Date),
}

impl super::Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAnswered => "not_answered",
            Self::InHand => "in_hand",
            Self::OtherEnding => "other_ending",
            Self::AlreadyVerified => "already_verified",
            Self::Final => "final",
            Self::NoWindow => "no_window",
            Self::TooLate(_) => "too_late",
        }
    }
}

/// What became of it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The case, waiting for the order of the level above or the appeals body.
    pub(crate) case: Case,
    /// The unit that it leaves.
    pub(crate) leaves: UnitPath,
    /// When the answer was given that they disagree with.
    pub(crate) answered: Timestamp,
}

/// Sends the case up.
pub(crate) fn decide(case: Case, ask: AskAgain) -> Result<Asked, Refusal> {
    let answered = case.answered.clone().ok_or(Refusal::NotAnswered)?;
    in_reach(&case.stage)?;
    let last = last_day(&answered, ask.round)?;
    if ask.today > last {
        return Err(Refusal::TooLate(last));
    }
    let why = match ask.round {
        Round::Appeal => Why::Appeal,
        Round::First | Round::Verification => Why::Verification,
    };
    let stage = Stage::Reopened {
        why,
        remarks: ask.reasons,
        at: ask.mark.at,
        by: ask.mark.by,
    };
    let (leaves, at) = (case.unit.clone(), answered.at);
    let answered = Some(Answered {
        asked: Some(ask.round),
        ..answered
    });
    Ok(Asked {
        case: Case { answered, ..case }.at(stage),
        leaves,
        answered: at,
    })
}

fn in_reach(stage: &Stage) -> Result<(), Refusal> {
    match stage {
        Stage::Replied { .. } | Stage::FollowedUp { .. } => Ok(()),
        Stage::Closed { closing } | Stage::Archived { closing, .. } if closing.ending.code() == "replied" => Ok(()),
        Stage::Closed { .. } | Stage::Archived { .. } => Err(Refusal::OtherEnding),
        Stage::Assigned | Stage::Investigating { .. } | Stage::Found { .. } | Stage::Reopened { .. } => {
            Err(Refusal::InHand)
        }
    }
}

fn last_day(answered: &Answered, round: Round) -> Result<Date, Refusal> {
    match (answered.round, round) {
        (Round::Appeal, _) => Err(Refusal::Final),
        (_, Round::Appeal) => answered.appeal_by.ok_or(Refusal::NoWindow),
        (Round::Verification, _) => Err(Refusal::AlreadyVerified),
        (Round::First, _) => answered.verify_by.ok_or(Refusal::NoWindow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, mark, words};
    use crate::domain::{Closing, Ending};

    fn ask(case: Case, round: Round, day: i8) -> Result<Asked, Refusal> {
        let ask = AskAgain {
            round,
            reasons: Some(words("the recording says otherwise")),
            today: jiff::civil::date(2026, 12, day),
            mark: mark("clerk"),
        };
        decide(case, ask)
    }

    fn in_round(round: Round) -> Case {
        Case {
            answered: Some(sample::answered(round)),
            ..sample::closed()
        }
    }

    #[test]
    fn r5_11_within_the_time_the_case_goes_up_from_every_stage_after_the_answer() {
        for case in [
            sample::replied(),
            sample::followed_up(),
            sample::closed(),
            sample::archived(),
        ] {
            let asked = ask(case.clone(), Round::Verification, 23).unwrap();
            let Stage::Reopened { why, .. } = asked.case.stage else {
                panic!("not reopened")
            };
            assert_eq!((why, asked.leaves.as_str()), (Why::Verification, "ho.b01"));
            assert_eq!(asked.case.answered.unwrap().asked, Some(Round::Verification));
            assert!(ask(case, Round::Appeal, 23).is_ok());
        }
    }

    #[test]
    fn the_day_after_the_last_one_is_too_late_whatever_happened_between() {
        for case in [sample::replied(), sample::closed(), sample::archived()] {
            let late = ask(case, Round::Verification, 24).unwrap_err();
            assert_eq!(late.to_string(), "the last day to ask for this was 2026-12-23");
        }
    }

    #[test]
    fn each_way_is_open_once_and_the_appeals_body_has_the_last_word() {
        let again = ask(in_round(Round::Verification), Round::Verification, 1).unwrap_err();
        assert_eq!(
            again.to_string(),
            "the level above has verified the answer already: an appeal is what is left"
        );
        assert!(ask(in_round(Round::Verification), Round::Appeal, 1).is_ok());
        for round in [Round::Verification, Round::Appeal] {
            let last = ask(in_round(Round::Appeal), round, 1).unwrap_err();
            assert_eq!(
                last.to_string(),
                "the appeals body has decided, and its decision is the last one in the organisation"
            );
        }
    }

    #[test]
    fn before_an_answer_or_while_it_is_handled_again_there_is_nothing_to_ask() {
        let early = ask(sample::investigating(), Round::Verification, 1).unwrap_err();
        assert_eq!(early.to_string(), "the complainant has no answer yet to disagree with");
        let twice = ask(sample::reopened(), Round::Verification, 1).unwrap_err();
        assert_eq!(twice.to_string(), "the case is being handled again already");
        let Stage::Closed { closing } = sample::closed().stage else {
            panic!("not closed")
        };
        let closing = Closing {
            ending: Ending::Withdrawn,
            ..closing
        };
        let ended = ask(sample::closed().at(Stage::Closed { closing }), Round::Appeal, 1).unwrap_err();
        assert_eq!(
            ended.to_string(),
            "what was settled, declined, withdrawn or decided outside is not verified again"
        );
    }

    #[test]
    fn what_the_pack_sets_no_time_for_is_not_asked() {
        let mut case = sample::closed();
        case.answered = case.answered.map(|answered| Answered {
            verify_by: None,
            ..answered
        });
        let none = ask(case, Round::Verification, 1).unwrap_err();
        assert_eq!(
            none.to_string(),
            "the policy pack sets no time in which to ask for this"
        );
    }
}
