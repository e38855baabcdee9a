//! The complainant says whether they are satisfied with the answer (R5.8): that is the follow-up, and nobody need ask them.

use huiyin_contracts::events::intake::RatedV1;
use huiyin_contracts::views::intake::RateByReceipt;
use huiyin_kernel::Actor;

use super::complaint::Complaint;
use super::recourse::{Recourse, has_answer};
use super::text::{TextError, maybe_words};

/// Characters that they may say besides.
pub(crate) const WORDS: usize = 5_000;

/// Why it is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the answer is rated `satisfied` or `dissatisfied`")]
    Unknown,
    #[error("there is no answer yet to be rated")]
    NoAnswer,
    #[error("the answer has been rated, or the time for it is over")]
    Over,
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_satisfaction",
            Self::NoAnswer => "nothing_to_rate",
            Self::Over => "rated_already",
            Self::Text(_) => "bad_text",
        }
    }

    /// Whether the request itself is wrong, rather than how things stand.
    pub(crate) fn is_invalid(&self) -> bool {
        matches!(self, Self::Unknown | Self::Text(_))
    }
}

/// What they say, what is open to them afterwards, and their words.
pub(crate) struct Rated {
    pub(crate) said: RatedV1,
    pub(crate) recourse: Recourse,
    pub(crate) words: Option<String>,
}

/// Takes it, once for an answer. What else is open stays so: who is not satisfied is heard by a higher level, and that closes it.
pub(crate) fn decide(complaint: &Complaint, request: &RateByReceipt, by: Actor) -> Result<Rated, Refusal> {
    if !matches!(request.satisfaction.as_str(), "satisfied" | "dissatisfied") {
        return Err(Refusal::Unknown);
    }
    let words = maybe_words("words", request.words.as_deref(), WORDS)?;
    if !has_answer(&complaint.stage) {
        return Err(Refusal::NoAnswer);
    }
    if !complaint.recourse.may_rate(&complaint.stage) {
        return Err(Refusal::Over);
    }
    let recourse = complaint.recourse.clone().rated();
    let said = RatedV1 {
        complaint: complaint.id,
        satisfaction: request.satisfaction.clone(),
        by,
    };
    Ok(Rated { said, recourse, words })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{answered, complaint};
    use super::*;

    fn request(satisfaction: &str) -> RateByReceipt {
        RateByReceipt {
            number: String::new(),
            receipt_code: String::new(),
            satisfaction: satisfaction.to_owned(),
            words: None,
        }
    }

    fn rate(complaint: &Complaint, satisfaction: &str) -> Result<Rated, Refusal> {
        decide(complaint, &request(satisfaction), Actor::Complainant)
    }

    fn refused(complaint: &Complaint, satisfaction: &str) -> String {
        rate(complaint, satisfaction).err().unwrap().to_string()
    }

    #[test]
    fn r5_8_an_answer_is_rated_once_and_the_satisfied_may_still_disagree_later() {
        let mut complaint = answered();
        let rated = rate(&complaint, "satisfied").unwrap();
        assert_eq!(
            (rated.said.satisfaction.as_str(), rated.said.by),
            ("satisfied", Actor::Complainant)
        );
        assert_eq!(rated.recourse.verify_by, complaint.recourse.verify_by);
        complaint.recourse = rated.recourse;
        assert_eq!(
            refused(&complaint, "dissatisfied"),
            "the answer has been rated, or the time for it is over"
        );
    }

    #[test]
    fn who_is_dissatisfied_keeps_their_ways_until_a_higher_level_has_it() {
        let answered = answered();
        let rated = rate(&answered, "dissatisfied").unwrap();
        assert!(!rated.recourse.rate);
        assert_eq!(rated.recourse.appeal_by, answered.recourse.appeal_by);
    }

    #[test]
    fn what_has_no_answer_or_is_no_rating_is_refused() {
        assert_eq!(refused(&complaint(), "satisfied"), "there is no answer yet to be rated");
        assert_eq!(
            refused(&answered(), "unreachable"),
            "the answer is rated `satisfied` or `dissatisfied`"
        );
        let long = RateByReceipt {
            words: Some("x".repeat(5_001)),
            ..request("satisfied")
        };
        let long = decide(&answered(), &long, Actor::Complainant).err().unwrap();
        assert_eq!(long.to_string(), "`words` is longer than 5000 characters");
    }
}
