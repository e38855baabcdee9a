//! The complainant asks the level above to verify the answer (R5.11), or appeals (R5.8), with the receipt.
//!
//! The last day was reckoned when the answer was given. What is asked for on that day is in time, whatever is away at that moment:
//! it stands in the register, and investigation takes it from there.

use huiyin_contracts::events::intake::DisagreedV1;
use huiyin_contracts::views::intake::DisagreeByReceipt;
use huiyin_kernel::{Actor, Date};

use super::complaint::Complaint;
use super::recourse::{Way, has_answer};
use super::text::{TextError, words};

/// Characters in which they say why.
const REASONS: usize = super::rate::WORDS;

/// Why it is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("who disagrees asks for a `verification` or makes an `appeal`")]
    Way,
    #[error("there is no answer to disagree with, or it is being handled again already")]
    NoAnswer,
    #[error("this can not be asked for any more")]
    NotOpen,
    #[error("the last day to ask for this was {0}")]
    Late(Date),
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Way => "unknown_way",
            Self::NoAnswer => "nothing_to_disagree_with",
            Self::NotOpen => "way_not_open",
            Self::Late(_) => "too_late",
            Self::Text(_) => "bad_text",
        }
    }

    /// Whether the request itself is wrong, rather than how things stand.
    pub(crate) fn is_invalid(&self) -> bool {
        matches!(self, Self::Way | Self::Text(_))
    }
}

/// What they ask for, and why.
pub(crate) struct Disagreed {
    pub(crate) said: DisagreedV1,
    pub(crate) way: Way,
    pub(crate) words: String,
}

/// Takes it. From then on nothing is open until the next answer.
pub(crate) fn decide(
    complaint: &Complaint,
    request: &DisagreeByReceipt,
    today: Date,
    by: Actor,
) -> Result<Disagreed, Refusal> {
    let way = Way::read(&request.way).ok_or(Refusal::Way)?;
    let words = words("words", &request.words, REASONS)?;
    if !has_answer(&complaint.stage) {
        return Err(Refusal::NoAnswer);
    }
    let last = complaint.recourse.last_day(way).ok_or(Refusal::NotOpen)?;
    if today > last {
        return Err(Refusal::Late(last));
    }
    let said = DisagreedV1 {
        complaint: complaint.id,
        way: way.code().to_owned(),
        day: today.to_string(),
        by,
    };
    Ok(Disagreed { said, way, words })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{answered, at, complaint};
    use super::super::stage::Stage;
    use super::*;

    fn request(way: &str, words: &str) -> DisagreeByReceipt {
        DisagreeByReceipt {
            number: String::new(),
            receipt_code: String::new(),
            way: way.to_owned(),
            words: words.to_owned(),
        }
    }

    fn ask(complaint: &Complaint, way: &str, day: i8) -> Result<Disagreed, Refusal> {
        let today = jiff::civil::date(2026, 12, day);
        decide(
            complaint,
            &request(way, "It was not like that."),
            today,
            Actor::Complainant,
        )
    }

    fn refused(complaint: &Complaint, way: &str, day: i8) -> String {
        ask(complaint, way, day).err().unwrap().to_string()
    }

    fn closed(ending: &str) -> Complaint {
        Complaint {
            stage: Stage::Closed {
                at: at(9),
                ending: ending.to_owned(),
                finding: None,
                archived: Some(at(10)),
            },
            ..answered()
        }
    }

    #[test]
    fn r5_11_on_the_last_day_it_is_in_time_also_when_the_file_is_in_the_archive() {
        for complaint in [answered(), closed("replied")] {
            let asked = ask(&complaint, "verification", 23).unwrap();
            assert_eq!(
                (asked.said.way.as_str(), asked.said.day.as_str()),
                ("verification", "2026-12-23")
            );
            assert_eq!(asked.way.step(), "verification_asked");
            assert!(ask(&complaint, "appeal", 23).is_ok());
            assert_eq!(
                refused(&complaint, "verification", 24),
                "the last day to ask for this was 2026-12-23"
            );
        }
    }

    #[test]
    fn what_has_no_answer_of_ours_is_not_disagreed_with() {
        for complaint in [complaint(), closed("court"), closed("withdrawn")] {
            assert_eq!(
                refused(&complaint, "appeal", 1),
                "there is no answer to disagree with, or it is being handled again already"
            );
        }
    }

    #[test]
    fn what_was_asked_for_or_is_not_offered_is_refused() {
        let mut complaint = answered();
        complaint.recourse.verify_by = None;
        assert_eq!(
            refused(&complaint, "verification", 1),
            "this can not be asked for any more"
        );
        assert_eq!(
            refused(&complaint, "mediation", 1),
            "who disagrees asks for a `verification` or makes an `appeal`"
        );
        let today = jiff::civil::date(2026, 12, 1);
        let silent = decide(&complaint, &request("appeal", " "), today, Actor::Complainant);
        assert_eq!(silent.err().unwrap().to_string(), "`words` is empty");
    }
}
