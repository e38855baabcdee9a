//! Redress is paid or done, and something shows it (R5.7).

use super::{Case, Mark, Redress, RedressStage, Words};

/// Why a delivery is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is none of that id.
    #[error("the case has no such redress")]
    Unknown,
    /// It is not owed.
    #[error("redress is delivered after it is approved")]
    NotApproved,
    /// It was delivered.
    #[error("the redress is delivered already")]
    AlreadyDelivered,
    /// The person is complained about.
    #[error("a person complained about does not record what was delivered")]
    Concerned,
    /// The case is over.
    #[error("the case is closed, so nothing more is delivered")]
    Closed,
}

refusals! { Refusal,
    Unknown => "unknown_redress",
    NotApproved => "not_approved",
    AlreadyDelivered => "already_delivered",
    Concerned => "concerned",
    Closed => "case_closed",
}

/// Records the delivery with its proof.
pub(crate) fn decide(case: &Case, redress: Option<&Redress>, proof: Words, mark: Mark) -> Result<Redress, Refusal> {
    if case.stage.closing().is_some() {
        return Err(Refusal::Closed);
    }
    let redress = redress.ok_or(Refusal::Unknown)?;
    let approval = match &redress.stage {
        RedressStage::Approved { approval } => approval.clone(),
        RedressStage::Delivered { .. } => return Err(Refusal::AlreadyDelivered),
        RedressStage::Proposed { .. } | RedressStage::Refused { .. } => return Err(Refusal::NotApproved),
    };
    if case.concerns(&mark.by) {
        return Err(Refusal::Concerned);
    }
    Ok(Redress {
        stage: RedressStage::Delivered { approval, proof, mark },
        ..redress.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Approver;
    use crate::domain::sample::{self, mark, own, redress, words};

    fn owed() -> Redress {
        redress(1, 10, RedressStage::Approved { approval: own() })
    }

    fn deliver(case: &Case, redress: Option<&Redress>, who: &str) -> Result<Redress, Refusal> {
        decide(case, redress, words("transfer 4711"), mark(who))
    }

    #[test]
    fn what_is_owed_is_delivered_once_with_its_proof() {
        let paid = deliver(&sample::replied(), Some(&owed()), "handler").unwrap();
        assert_eq!((paid.state(), paid.is_owed()), ("delivered", false));
        assert_eq!(
            deliver(&sample::replied(), Some(&paid), "handler"),
            Err(Refusal::AlreadyDelivered)
        );
        assert_eq!(
            Refusal::AlreadyDelivered.to_string(),
            "the redress is delivered already"
        );
    }

    #[test]
    fn nothing_is_delivered_before_it_is_approved() {
        let approver = Approver::Above;
        let waiting = redress(1, 10, RedressStage::Proposed { approver });
        assert_eq!(
            deliver(&sample::found(), Some(&waiting), "handler"),
            Err(Refusal::NotApproved)
        );
        assert_eq!(
            Refusal::NotApproved.to_string(),
            "redress is delivered after it is approved"
        );
        assert_eq!(deliver(&sample::found(), None, "handler"), Err(Refusal::Unknown));
        assert_eq!(Refusal::Unknown.to_string(), "the case has no such redress");
    }

    #[test]
    fn a_person_complained_about_records_nothing_and_a_closed_case_takes_nothing() {
        assert_eq!(
            deliver(&sample::found(), Some(&owed()), "teller"),
            Err(Refusal::Concerned)
        );
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not record what was delivered"
        );
        assert_eq!(
            deliver(&sample::closed(), Some(&owed()), "handler"),
            Err(Refusal::Closed)
        );
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so nothing more is delivered"
        );
    }
}
