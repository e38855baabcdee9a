//! Withdrawing a complaint: the procedure ends that day (R3.12).

use huiyin_contracts::events::intake::WithdrawnV1;

use super::complaint::Complaint;
use super::stage::{Act, Stage};

/// Why it is not withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint is {0}: there is nothing left to withdraw")]
    Ended(&'static str),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Ended(_) => "complaint_ended",
        }
    }
}

/// Withdraws, however far the handling is.
pub(crate) fn decide(complaint: &Complaint, act: Act) -> Result<(Stage, WithdrawnV1), Refusal> {
    if !complaint.stage.can_be_withdrawn() {
        return Err(Refusal::Ended(complaint.stage.code()));
    }
    let said = WithdrawnV1 {
        complaint: complaint.id,
        by: act.by.clone(),
    };
    Ok((Stage::Withdrawn { act }, said))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, complaint};
    use super::*;
    use huiyin_kernel::Actor;

    #[test]
    fn a_complainant_withdraws_once() {
        let act = || Act {
            by: Actor::Complainant,
            at: at(1),
        };
        let mut complaint = complaint();
        let (stage, said) = decide(&complaint, act()).unwrap();
        assert_eq!((stage.code(), said.by), ("withdrawn", Actor::Complainant));
        complaint.stage = stage;
        let again = decide(&complaint, act()).unwrap_err();
        assert_eq!(
            again.to_string(),
            "the complaint is withdrawn: there is nothing left to withdraw"
        );
    }
}
