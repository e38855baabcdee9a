//! Declining a complaint, with a reason that the complainant is told (R3.5).

use huiyin_contracts::events::intake::DeclinedV1;
use huiyin_contracts::views::intake::Decline;

use super::complaint::Complaint;
use super::stage::{Act, Handling, Stage};
use super::text::{TextError, line, maybe_line, words};

/// Why it is not declined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint was accepted: it cannot be declined any more")]
    Accepted,
    #[error("the complaint is handled already ({0}): it cannot be declined any more")]
    Handled(&'static str),
    #[error("the complaint is {0}: there is nothing left to decline")]
    Ended(&'static str),
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Accepted => "already_accepted",
            Self::Handled(_) => "already_handled",
            Self::Ended(_) => "complaint_ended",
            Self::Text(_) => "bad_text",
        }
    }
}

/// What declining leaves behind.
#[derive(Clone)]
pub(crate) struct Declined {
    pub(crate) stage: Stage,
    pub(crate) said: DeclinedV1,
    /// The words that the complainant is told; they stay in the register.
    pub(crate) words: String,
}

/// Declines, as long as nobody accepted it or works on it.
pub(crate) fn decide(complaint: &Complaint, request: &Decline, act: Act) -> Result<Declined, Refusal> {
    match &complaint.stage {
        Stage::Open { accepted: Some(_), .. } => return Err(Refusal::Accepted),
        Stage::Open {
            handling: Handling::Waiting | Handling::Assigned { .. },
            ..
        } => {}
        open @ Stage::Open { .. } => return Err(Refusal::Handled(open.code())),
        ended => return Err(Refusal::Ended(ended.code())),
    }
    let reason = line("reason", &request.reason, 64)?;
    let passed_to = maybe_line("passed_to", request.passed_to.as_deref(), 200)?;
    let words = words("words", &request.words, 5_000)?;
    let said = DeclinedV1 {
        complaint: complaint.id,
        reason: reason.clone(),
        passed_to: passed_to.clone(),
        by: act.by.clone(),
    };
    let stage = Stage::Declined { act, reason, passed_to };
    Ok(Declined { stage, said, words })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, clerk, complaint};
    use super::*;

    fn act() -> Act {
        Act { by: clerk(), at: at(1) }
    }

    fn request() -> Decline {
        Decline {
            reason: "out_of_remit".to_owned(),
            words: "A labour dispute is decided by arbitration.".to_owned(),
            passed_to: Some("labour arbitration".to_owned()),
        }
    }

    fn refused(stage: Stage) -> String {
        let mut complaint = complaint();
        complaint.stage = stage;
        decide(&complaint, &request(), act()).err().unwrap().to_string()
    }

    #[test]
    fn declining_gives_its_reason_and_the_body_it_went_to() {
        let declined = decide(&complaint(), &request(), act()).ok().unwrap();
        assert_eq!(declined.stage.code(), "declined");
        assert_eq!(declined.said.reason, "out_of_remit");
        assert_eq!(declined.said.passed_to.as_deref(), Some("labour arbitration"));
        assert!(declined.words.starts_with("A labour dispute"));
    }

    #[test]
    fn what_is_accepted_handled_or_ended_is_not_declined() {
        let open = |accepted, handling| Stage::Open {
            since: at(0),
            accepted,
            handling,
        };
        let investigating = Handling::Investigating {
            unit: "ho.b01".parse().unwrap(),
            at: at(1),
        };
        assert_eq!(
            refused(open(Some(act()), Handling::Waiting)),
            "the complaint was accepted: it cannot be declined any more"
        );
        assert_eq!(
            refused(open(None, investigating)),
            "the complaint is handled already (investigating): it cannot be declined any more"
        );
        assert_eq!(
            refused(Stage::Withdrawn { act: act() }),
            "the complaint is withdrawn: there is nothing left to decline"
        );
    }

    #[test]
    fn a_decline_without_words_is_refused() {
        let silent = Decline {
            words: " ".to_owned(),
            ..request()
        };
        let refused = decide(&complaint(), &silent, act()).err().unwrap();
        assert_eq!(refused.to_string(), "`words` is empty");
    }
}
