//! Cases from before an upgrade (R5.10, R5.11): they were found and answered when nobody kept who reviews them and until when the answer can
//! be disputed. What was owed then is owed now, so it is made up for by the policy.

use huiyin_kernel::Timestamp;
use huiyin_policy::Pack;

use super::{Case, Ending, Finding, Review, Stage, letter};

/// The same case with what it lacks; `replied` is when the complainant was last replied to. Nothing where it lacks nothing.
pub(crate) fn mended(case: &Case, pack: &Pack, replied: Option<Timestamp>) -> Option<Case> {
    let review = review(case, pack);
    let answered = case
        .answered
        .is_none()
        .then(|| answer(case, replied))
        .flatten()
        .map(|at| letter::answered(pack, None, at));
    if review.is_none() && answered.is_none() {
        return None;
    }
    let stage = review.map_or_else(
        || case.stage.clone(),
        |finding| case.stage.clone().with_finding(finding),
    );
    Some(Case {
        answered: answered.or_else(|| case.answered.clone()),
        stage,
        ..case.clone()
    })
}

/// The finding with its review. No finding of today has none where it is not fully upheld.
fn review(case: &Case, pack: &Pack) -> Option<Finding> {
    let finding = case.stage.finding()?;
    let review = Review::of(finding.verdict, pack);
    (finding.review == Review::NotNeeded && review != Review::NotNeeded).then(|| Finding {
        review,
        ..finding.clone()
    })
}

/// When the answer was given that the complainant has; none where the case ended without one of ours.
fn answer(case: &Case, replied: Option<Timestamp>) -> Option<Timestamp> {
    match &case.stage {
        Stage::Replied { reply, .. } | Stage::FollowedUp { reply, .. } => Some(reply.at),
        Stage::Closed { closing } | Stage::Archived { closing, .. } if closing.ending == Ending::Replied => replied,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, at};
    use crate::domain::{Approver, Round, Verdict};

    fn old(case: Case) -> Case {
        Case { answered: None, ..case }
    }

    fn unreviewed(case: Case) -> Case {
        let finding = Finding {
            review: Review::NotNeeded,
            ..sample::not_upheld(false)
        };
        let stage = case.stage.clone().with_finding(finding);
        case.at(stage)
    }

    fn mend(case: &Case) -> Option<Case> {
        mended(case, sample::pack(), Some(at(4)))
    }

    #[test]
    fn r5_10_what_was_not_upheld_before_the_upgrade_waits_for_its_reviewer() {
        for case in [sample::found(), sample::replied(), sample::followed_up()] {
            let mended = mend(&unreviewed(case)).unwrap();
            assert_eq!(mended.stage.finding().unwrap().review.code(), "asked");
        }
        let india = Pack::embedded("rural-bank+in-rbi-2026").unwrap();
        let case = mended(&unreviewed(sample::found()), &india, None).unwrap();
        let Review::Asked { reviewer, before_reply } = &case.stage.finding().unwrap().review else {
            panic!("not asked")
        };
        assert_eq!(
            (reviewer, *before_reply),
            (&Approver::Duty("internal_ombudsman".to_owned()), true)
        );
    }

    #[test]
    fn r5_11_the_days_to_disagree_are_counted_from_the_answer_that_was_given_then() {
        for case in [
            sample::replied(),
            sample::followed_up(),
            sample::closed(),
            sample::archived(),
        ] {
            let mended = mend(&old(case)).unwrap();
            assert_eq!(mended.answered, Some(sample::answered(Round::First)));
        }
    }

    #[test]
    fn what_lacks_nothing_or_ended_without_an_answer_stays_as_it_is() {
        for case in [sample::found(), sample::replied(), sample::closed(), sample::assigned()] {
            assert_eq!(mend(&case), None);
        }
        assert_eq!(
            mended(&old(sample::closed()), sample::pack(), None),
            None,
            "nobody wrote down when"
        );
        let communication = Finding {
            verdict: Verdict::Communication,
            ..sample::finding()
        };
        let case = sample::replied();
        let stage = case.stage.clone().with_finding(communication);
        assert_eq!(mend(&case.at(stage)), None);
    }
}
