//! Accepting a complaint (R3.5).

use huiyin_contracts::events::intake::AcceptedV1;

use super::complaint::Complaint;
use super::stage::{Act, Stage};

/// Why it is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint is accepted already")]
    Already,
    #[error("the complaint is {0}: there is nothing left to accept")]
    Ended(&'static str),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Already => "already_accepted",
            Self::Ended(_) => "complaint_ended",
        }
    }
}

/// Accepts. That a unit leads it already is no hindrance: routing does not wait for the desk.
pub(crate) fn decide(complaint: &Complaint, act: Act) -> Result<(Stage, AcceptedV1), Refusal> {
    match &complaint.stage {
        Stage::Open { accepted: Some(_), .. } => Err(Refusal::Already),
        Stage::Open { since, handling, .. } => {
            let said = AcceptedV1 {
                complaint: complaint.id,
                by: act.by.clone(),
            };
            let stage = Stage::Open {
                since: *since,
                accepted: Some(act),
                handling: handling.clone(),
            };
            Ok((stage, said))
        }
        ended => Err(Refusal::Ended(ended.code())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, clerk, complaint};
    use super::*;

    fn act() -> Act {
        Act { by: clerk(), at: at(1) }
    }

    #[test]
    fn a_registered_complaint_is_accepted_once() {
        let mut complaint = complaint();
        let (stage, said) = decide(&complaint, act()).unwrap();
        assert_eq!((stage.code(), said.complaint), ("accepted", complaint.id));
        complaint.stage = stage;
        let again = decide(&complaint, act()).unwrap_err();
        assert_eq!(again.to_string(), "the complaint is accepted already");
    }

    #[test]
    fn what_has_ended_is_not_accepted() {
        let mut complaint = complaint();
        complaint.stage = Stage::Withdrawn { act: act() };
        let refused = decide(&complaint, act()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the complaint is withdrawn: there is nothing left to accept"
        );
    }
}
