//! Closing: a reply, the follow-up or its lapse, and the handling form (R6.1).

use huiyin_kernel::{Actor, Timestamp};

use super::{Case, Closing, Ending, Redress, Review, Stage};

/// Somebody closes the case.
#[derive(Clone, Debug)]
pub(crate) struct Close {
    /// SHA-256 of the handling form, made from what the case holds.
    pub(crate) form_sha256: String,
    /// Who closes it.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
}

/// Why a case is not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The complainant has no answer.
    #[error("a case is closed after the reply")]
    NotReplied,
    /// Nobody asked the complainant.
    #[error("a case is closed after the follow-up visit, or when the time for it is over")]
    NotFollowedUp,
    /// Nobody outside has looked.
    #[error("what is not fully upheld is closed after a reviewer outside of the unit has looked at it")]
    NotReviewed,
    /// What was promised is not there.
    #[error("redress is owed or waits for approval: the case is closed after it")]
    RedressOpen,
    /// It waits for an order.
    #[error("a reopened case is closed by the level above")]
    Reopened,
    /// The person is complained about.
    #[error("a person complained about does not decide the closing")]
    Concerned,
    /// The case is over.
    #[error("the case is closed already")]
    AlreadyClosed,
}

refusals! { Refusal,
    NotReplied => "not_replied",
    NotFollowedUp => "not_followed_up",
    NotReviewed => "not_reviewed",
    RedressOpen => "redress_open",
    Reopened => "case_reopened",
    Concerned => "concerned",
    AlreadyClosed => "already_closed",
}

/// Closes the case that holds this redress.
pub(crate) fn decide(case: Case, close: Close, redress: &[Redress]) -> Result<Case, Refusal> {
    let finding = match &case.stage {
        Stage::FollowedUp { finding, .. } => finding,
        Stage::Replied { .. } => return Err(Refusal::NotFollowedUp),
        Stage::Reopened { .. } => return Err(Refusal::Reopened),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::AlreadyClosed),
        Stage::Assigned | Stage::Investigating { .. } | Stage::Found { .. } => return Err(Refusal::NotReplied),
    };
    if case.concerns(&close.by) {
        return Err(Refusal::Concerned);
    }
    if matches!(finding.review, Review::Asked { .. }) {
        return Err(Refusal::NotReviewed);
    }
    if redress.iter().any(|one| one.waits() || one.is_owed()) {
        return Err(Refusal::RedressOpen);
    }
    let closing = Closing {
        ending: Ending::Replied,
        finding: Some(finding.verdict.code().to_owned()),
        root_cause: Some(finding.root_cause.as_str().to_owned()),
        form_sha256: Some(close.form_sha256),
        at: Some(close.at),
        by: close.by,
    };
    Ok(case.at(Stage::Closed { closing }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor, own, redress};
    use crate::domain::{Approver, RedressStage};

    fn close(case: Case, who: &str) -> Result<Case, Refusal> {
        let form_sha256 = "f".repeat(64);
        decide(
            case,
            Close {
                form_sha256,
                by: actor(who),
                at: sample::at(20),
            },
            &[],
        )
    }

    #[test]
    fn a_case_is_closed_with_its_finding_and_its_form() {
        let case = close(sample::followed_up(), "handler").unwrap();
        let closing = case.stage.closing().unwrap();
        assert_eq!(
            (closing.ending.code(), closing.finding.as_deref()),
            ("replied", Some("upheld"))
        );
        assert_eq!(closing.form_sha256, Some("f".repeat(64)));
    }

    #[test]
    fn closing_needs_a_reply() {
        for early in [sample::assigned(), sample::investigating(), sample::found()] {
            assert_eq!(close(early, "handler"), Err(Refusal::NotReplied));
        }
        assert_eq!(Refusal::NotReplied.to_string(), "a case is closed after the reply");
    }

    #[test]
    fn closing_needs_the_follow_up_or_its_lapse() {
        assert_eq!(close(sample::replied(), "handler"), Err(Refusal::NotFollowedUp));
        assert_eq!(
            Refusal::NotFollowedUp.to_string(),
            "a case is closed after the follow-up visit, or when the time for it is over"
        );
        assert!(close(sample::lapsed(), "handler").is_ok());
    }

    #[test]
    fn a_reopened_case_is_closed_by_the_level_above() {
        assert_eq!(close(sample::reopened(), "handler"), Err(Refusal::Reopened));
        assert_eq!(
            Refusal::Reopened.to_string(),
            "a reopened case is closed by the level above"
        );
    }

    #[test]
    fn a_person_complained_about_does_not_decide_the_closing() {
        assert_eq!(close(sample::followed_up(), "teller"), Err(Refusal::Concerned));
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not decide the closing"
        );
    }

    #[test]
    fn a_case_is_closed_once() {
        for over in [sample::closed(), sample::archived()] {
            assert_eq!(close(over, "handler"), Err(Refusal::AlreadyClosed));
        }
        assert_eq!(Refusal::AlreadyClosed.to_string(), "the case is closed already");
    }

    #[test]
    fn r5_10_what_is_not_fully_upheld_is_closed_after_a_reviewer_has_looked() {
        let case = sample::followed_up();
        let stage = case.stage.clone().with_finding(sample::not_upheld(false));
        assert_eq!(close(case.at(stage), "handler"), Err(Refusal::NotReviewed));
        assert_eq!(
            Refusal::NotReviewed.to_string(),
            "what is not fully upheld is closed after a reviewer outside of the unit has looked at it"
        );
    }

    #[test]
    fn what_was_promised_is_delivered_before_the_closing() {
        let open = [
            RedressStage::Proposed {
                approver: Approver::Above,
            },
            RedressStage::Approved { approval: own() },
        ];
        for stage in open {
            let by = actor("handler");
            let close = Close {
                form_sha256: "f".repeat(64),
                by,
                at: sample::at(20),
            };
            let refused = decide(sample::followed_up(), close, &[redress(1, 10, stage)]);
            assert_eq!(refused, Err(Refusal::RedressOpen));
        }
        assert_eq!(
            Refusal::RedressOpen.to_string(),
            "redress is owed or waits for approval: the case is closed after it"
        );
    }
}
