//! Settling a complaint on the spot (R3.9).

use huiyin_contracts::events::intake::SettledV1;
use huiyin_contracts::views::intake::Settle;

use super::complaint::Complaint;
use super::stage::{Act, Handling, Stage};
use super::text::{TextError, maybe_line, words};

/// Why it is not settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint is handled already ({0}): it is not settled on the spot any more")]
    Handled(&'static str),
    #[error("the complaint is {0}: there is nothing left to settle")]
    Ended(&'static str),
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Handled(_) => "already_handled",
            Self::Ended(_) => "complaint_ended",
            Self::Text(_) => "bad_text",
        }
    }
}

/// What settling leaves behind.
#[derive(Clone)]
pub(crate) struct Settled {
    pub(crate) stage: Stage,
    pub(crate) said: SettledV1,
    /// What was answered; it stays in the register.
    pub(crate) words: String,
}

/// Settles, as long as no unit works on it.
pub(crate) fn decide(complaint: &Complaint, request: &Settle, act: Act) -> Result<Settled, Refusal> {
    match &complaint.stage {
        Stage::Open {
            handling: Handling::Waiting | Handling::Assigned { .. },
            ..
        } => {}
        open @ Stage::Open { .. } => return Err(Refusal::Handled(open.code())),
        ended => return Err(Refusal::Ended(ended.code())),
    }
    let finding = maybe_line("finding", request.finding.as_deref(), 64)?;
    let words = words("words", &request.words, 5_000)?;
    let said = SettledV1 {
        complaint: complaint.id,
        finding: finding.clone(),
        by: act.by.clone(),
    };
    let stage = Stage::Settled { act, finding };
    Ok(Settled { stage, said, words })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, clerk, complaint};
    use super::*;

    fn act() -> Act {
        Act { by: clerk(), at: at(1) }
    }

    fn request() -> Settle {
        Settle {
            finding: Some("upheld".to_owned()),
            words: "We apologised and opened the counter.".to_owned(),
        }
    }

    #[test]
    fn what_is_settled_at_once_is_registered_as_such() {
        let settled = decide(&complaint(), &request(), act()).ok().unwrap();
        assert_eq!(settled.stage.code(), "settled");
        assert_eq!(settled.said.finding.as_deref(), Some("upheld"));
        assert!(settled.words.starts_with("We apologised"));
    }

    #[test]
    fn what_is_investigated_or_ended_is_not_settled_on_the_spot() {
        let refused = |stage| {
            let mut complaint = complaint();
            complaint.stage = stage;
            decide(&complaint, &request(), act()).err().unwrap().to_string()
        };
        let handling = Handling::Found {
            unit: "ho".parse().unwrap(),
            at: at(1),
        };
        assert_eq!(
            refused(Stage::Open {
                since: at(0),
                accepted: None,
                handling
            }),
            "the complaint is handled already (found): it is not settled on the spot any more"
        );
        assert_eq!(
            refused(Stage::Withdrawn { act: act() }),
            "the complaint is withdrawn: there is nothing left to settle"
        );
    }

    #[test]
    fn settling_says_what_was_answered() {
        let silent = Settle {
            words: String::new(),
            ..request()
        };
        let refused = decide(&complaint(), &silent, act()).err().unwrap();
        assert_eq!(refused.to_string(), "`words` is empty");
    }
}
