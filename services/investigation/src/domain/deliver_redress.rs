//! Redress is paid or done, and something shows it (R5.7).

use super::{Case, Mark, Redress, RedressStage, Stage, Words};

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
    /// The file is away.
    #[error("the file is in the archive, so nothing more is delivered")]
    Archived,
}

refusals! { Refusal,
    Unknown => "unknown_redress",
    NotApproved => "not_approved",
    AlreadyDelivered => "already_delivered",
    Concerned => "concerned",
    Archived => "case_archived",
}

/// Records the delivery with its proof. What is owed is owed after the closing too: a withdrawal ends the procedure, not a debt.
pub(crate) fn decide(case: &Case, redress: Option<&Redress>, proof: Words, mark: Mark) -> Result<Redress, Refusal> {
    if matches!(case.stage, Stage::Archived { .. }) {
        return Err(Refusal::Archived);
    }
    let redress = redress.ok_or(Refusal::Unknown)?;
    let approval = match &redress.stage {
        RedressStage::Approved { approval } => approval.clone(),
        RedressStage::Delivered { .. } => return Err(Refusal::AlreadyDelivered),
        RedressStage::Proposed { .. } | RedressStage::Refused { .. } | RedressStage::Dropped { .. } => {
            return Err(Refusal::NotApproved);
        }
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
    fn a_person_complained_about_records_nothing_and_the_archive_takes_nothing() {
        assert_eq!(
            deliver(&sample::found(), Some(&owed()), "teller"),
            Err(Refusal::Concerned)
        );
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not record what was delivered"
        );
        assert_eq!(
            deliver(&sample::archived(), Some(&owed()), "handler"),
            Err(Refusal::Archived)
        );
        assert_eq!(
            Refusal::Archived.to_string(),
            "the file is in the archive, so nothing more is delivered"
        );
    }
    #[test]
    fn what_is_owed_is_delivered_after_the_closing_too() {
        let delivered = deliver(&sample::closed(), Some(&owed()), "handler").unwrap();
        assert_eq!(delivered.state(), "delivered");
    }
}
