//! The complaint ends outside of the organisation's own procedure (R5.7): by mediation, by arbitration, in court.

use huiyin_kernel::{Actor, Timestamp};
use huiyin_policy::{Named, Pack};

use super::{Case, Closing, Code, Ending, Redress, Review, Stage};

/// Somebody records it.
#[derive(Clone, Debug)]
pub(crate) struct EndOutside {
    /// The way: `mediation`, `arbitration`, `court`.
    pub(crate) way: Code,
    /// SHA-256 of the handling form, made from what the case holds.
    pub(crate) form_sha256: String,
    /// Who records it.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
}

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody knows yet what happened.
    #[error("a case ends outside after the finding: what happened is found all the same")]
    NotFound,
    /// No such way.
    #[error("a case ends outside by mediation, arbitration or court, where the policy pack lists it")]
    NoSuchWay,
    /// A unit ends nothing outside that somebody else looks at first.
    #[error("the finding waits for its review: the case ends after it")]
    ReviewAwaited,
    /// Nobody knows yet what is owed.
    #[error("redress waits for approval: the case ends after it")]
    RedressWaits,
    /// What was agreed is not there.
    #[error("redress is owed: the case ends after it is delivered")]
    RedressOwed,
    /// The person is complained about.
    #[error("a person complained about does not decide the closing")]
    Concerned,
    /// The case is over.
    #[error("the case is closed already")]
    AlreadyClosed,
}

refusals! { Refusal,
    NotFound => "not_found",
    NoSuchWay => "no_such_way",
    ReviewAwaited => "review_awaited",
    RedressWaits => "redress_waits",
    RedressOwed => "redress_owed",
    Concerned => "concerned",
    AlreadyClosed => "already_closed",
}

/// The ways that end a case outside; a pack lists which of them it knows.
const WAYS: [&str; 3] = ["mediation", "arbitration", "court"];

/// Closes the case with that ending. It needs neither reply nor follow-up of ours: both sides have the agreement or the judgment.
pub(crate) fn decide(case: Case, end: EndOutside, redress: &[Redress], pack: &Pack) -> Result<Case, Refusal> {
    let finding = match &case.stage {
        Stage::Found { finding, .. } | Stage::Replied { finding, .. } | Stage::FollowedUp { finding, .. } => finding,
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::AlreadyClosed),
        Stage::Assigned | Stage::Investigating { .. } | Stage::Reopened { .. } => return Err(Refusal::NotFound),
    };
    let way = end.way.as_str();
    if !WAYS.contains(&way) || Named::find(&pack.lists().endings, way).is_none() {
        return Err(Refusal::NoSuchWay);
    }
    if case.concerns(&end.by) {
        return Err(Refusal::Concerned);
    }
    if matches!(finding.review, Review::Asked { .. }) {
        return Err(Refusal::ReviewAwaited);
    }
    if redress.iter().any(Redress::waits) {
        return Err(Refusal::RedressWaits);
    }
    if redress.iter().any(Redress::is_owed) {
        return Err(Refusal::RedressOwed);
    }
    let closing = Closing {
        ending: Ending::Outside(way.to_owned()),
        finding: Some(finding.verdict.code().to_owned()),
        root_cause: Some(finding.root_cause.as_str().to_owned()),
        form_sha256: Some(end.form_sha256),
        at: Some(end.at),
        by: end.by,
    };
    Ok(case.at(Stage::Closed { closing }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor, at, mark, own, redress, words};
    use crate::domain::{Approver, RedressStage};

    fn end(case: Case, way: &str, who: &str, redress: &[Redress]) -> Result<Case, Refusal> {
        let end = EndOutside {
            way: Code::new(way).unwrap(),
            form_sha256: "f".repeat(64),
            by: actor(who),
            at: at(20),
        };
        decide(case, end, redress, sample::pack())
    }

    #[test]
    fn a_finding_that_waits_for_its_review_ends_nowhere_else() {
        let mut found = sample::found();
        if let Stage::Found { finding, .. } = &mut found.stage {
            finding.verdict = crate::domain::Verdict::NotUpheld;
            finding.review = Review::Asked {
                reviewer: Approver::Above,
                before_reply: false,
            };
        }
        assert_eq!(end(found, "mediation", "clerk", &[]), Err(Refusal::ReviewAwaited));
        assert_eq!(
            Refusal::ReviewAwaited.to_string(),
            "the finding waits for its review: the case ends after it"
        );
    }

    #[test]
    fn r5_7_mediation_arbitration_and_court_are_ways_of_ending() {
        for way in WAYS {
            for case in [sample::found(), sample::replied(), sample::followed_up()] {
                let closed = end(case, way, "clerk", &[]).unwrap();
                assert_eq!(closed.stage.closing().unwrap().ending.code(), way);
            }
        }
        let hospital = Pack::embedded("hospital").unwrap();
        let arbitration = EndOutside {
            way: Code::new("arbitration").unwrap(),
            form_sha256: String::new(),
            by: actor("clerk"),
            at: at(20),
        };
        assert_eq!(
            decide(sample::found(), arbitration, &[], &hospital),
            Err(Refusal::NoSuchWay),
            "the hospital's pack lists none"
        );
        assert_eq!(end(sample::found(), "replied", "clerk", &[]), Err(Refusal::NoSuchWay));
        assert_eq!(
            Refusal::NoSuchWay.to_string(),
            "a case ends outside by mediation, arbitration or court, where the policy pack lists it"
        );
    }

    #[test]
    fn what_was_agreed_is_delivered_first() {
        let waits = redress(
            1,
            8_000,
            RedressStage::Proposed {
                approver: Approver::Above,
            },
        );
        assert_eq!(
            end(sample::found(), "court", "clerk", &[waits]),
            Err(Refusal::RedressWaits)
        );
        assert_eq!(
            Refusal::RedressWaits.to_string(),
            "redress waits for approval: the case ends after it"
        );
        let owed = redress(1, 8_000, RedressStage::Approved { approval: own() });
        assert_eq!(
            end(sample::found(), "court", "clerk", &[owed]),
            Err(Refusal::RedressOwed)
        );
        assert_eq!(
            Refusal::RedressOwed.to_string(),
            "redress is owed: the case ends after it is delivered"
        );
        let delivered = RedressStage::Delivered {
            approval: own(),
            proof: words("transfer 4711"),
            mark: mark("clerk"),
        };
        assert!(end(sample::found(), "court", "clerk", &[redress(1, 8_000, delivered)]).is_ok());
    }

    #[test]
    fn it_needs_a_finding_and_an_open_case_and_nobody_complained_about_decides_it() {
        for early in [sample::assigned(), sample::investigating(), sample::reopened()] {
            assert_eq!(end(early, "court", "clerk", &[]), Err(Refusal::NotFound));
        }
        assert_eq!(
            Refusal::NotFound.to_string(),
            "a case ends outside after the finding: what happened is found all the same"
        );
        assert_eq!(end(sample::found(), "court", "teller", &[]), Err(Refusal::Concerned));
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not decide the closing"
        );
        assert_eq!(
            end(sample::closed(), "court", "clerk", &[]),
            Err(Refusal::AlreadyClosed)
        );
        assert_eq!(Refusal::AlreadyClosed.to_string(), "the case is closed already");
    }
}
