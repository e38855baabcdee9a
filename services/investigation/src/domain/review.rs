//! A reviewer outside of the unit looks at what is not fully upheld (R5.10): the unit never decides that alone.

use super::{Case, Decider, Finding, Review as Look, Stage, Verdict, Why, Words};

/// What the reviewer makes of it.
#[derive(Clone, Debug)]
pub(crate) struct Review {
    /// The verdict that holds instead; nothing where the reviewer holds with the unit's.
    pub(crate) instead: Option<Verdict>,
    /// Why.
    pub(crate) reasons: Words,
    /// Who reviews.
    pub(crate) decider: Decider,
}

/// Why a review is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is nothing to look at.
    #[error("no finding waits for a review")]
    NotAsked,
    /// It is their own.
    #[error("nobody reviews what they found themself")]
    OwnFinding,
    /// The person is complained about.
    #[error("a person complained about does not review the finding")]
    Concerned,
    /// It is for somebody outside of the unit.
    #[error("the finding is reviewed by whom the policy names, outside of the unit: a level above, or a duty")]
    NotOutside,
    /// They hold with it after all.
    #[error("a reviewer who overrules finds otherwise")]
    SameVerdict,
    /// No verdict of an investigation.
    #[error("a reviewer finds upheld, partly upheld or not upheld")]
    NoVerdict,
}

refusals! { Refusal,
    NotAsked => "not_asked",
    OwnFinding => "own_finding",
    Concerned => "concerned",
    NotOutside => "not_outside",
    SameVerdict => "same_verdict",
    NoVerdict => "no_verdict",
}

/// Confirms, or finds otherwise: before the reply the reviewer's verdict takes the place of the unit's; after it the case goes to a higher
/// level, because the complainant has the wrong answer.
pub(crate) fn decide(case: Case, review: Review) -> Result<Case, Refusal> {
    let finding = case.stage.finding().cloned().ok_or(Refusal::NotAsked)?;
    let Look::Asked { reviewer, .. } = &finding.review else {
        return Err(Refusal::NotAsked);
    };
    let by = &review.decider.by;
    if finding.by == *by || case.stage.work().is_some_and(|work| work.handler == *by) {
        return Err(Refusal::OwnFinding);
    }
    if case.concerns(by) {
        return Err(Refusal::Concerned);
    }
    if !review.decider.may(reviewer, &case.unit) || is_inside(&case, &review.decider) {
        return Err(Refusal::NotOutside);
    }
    match review.instead {
        None => Ok(confirmed(case, finding, review)),
        Some(verdict) if verdict == finding.verdict => Err(Refusal::SameVerdict),
        Some(Verdict::Communication) => Err(Refusal::NoVerdict),
        Some(verdict) => Ok(overruled(case, finding, verdict, review)),
    }
}

/// Whether they work in the unit that found it, or in the one complained about. Whoever is at the top has nobody outside.
fn is_inside(case: &Case, decider: &Decider) -> bool {
    let Some(own) = &decider.unit else { return false };
    let concerned = case.subject.as_ref().map(|subject| &subject.unit);
    let top = case.unit.parent().is_none();
    (own.is_within(&case.unit) && !top) || concerned.is_some_and(|unit| own.is_within(unit) && unit.parent().is_some())
}

fn confirmed(case: Case, finding: Finding, review: Review) -> Case {
    let mark = review.decider.mark();
    let look = Look::Confirmed {
        reasons: review.reasons,
        mark,
    };
    let stage = case.stage.clone().with_finding(Finding {
        review: look,
        ..finding
    });
    case.at(stage)
}

fn overruled(case: Case, finding: Finding, verdict: Verdict, review: Review) -> Case {
    let mark = review.decider.mark();
    let Stage::Found { work, .. } = &case.stage else {
        return case.at(Stage::Reopened {
            why: Why::Overruled,
            remarks: Some(review.reasons),
            at: mark.at,
            by: mark.by,
        });
    };
    let concerned = case.subject.as_ref().map(|subject| subject.unit.clone());
    let finding = Finding {
        verdict,
        review: Look::Overruled {
            before: finding.verdict,
            reasons: review.reasons,
            mark,
        },
        responsible_unit: concerned.filter(|_| verdict.at_fault()),
        ..finding
    };
    let work = work.clone();
    // A draft was about the other verdict.
    case.at(Stage::Found {
        work,
        finding,
        draft: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, decider, words};

    fn waiting(stage: &Stage) -> Case {
        sample::replied().at(stage.clone().with_finding(sample::not_upheld(false)))
    }

    fn found() -> Case {
        waiting(&sample::found().stage)
    }

    fn by(case: Case, who: &str, unit: &str, instead: Option<Verdict>) -> Result<Case, Refusal> {
        let review = Review {
            instead,
            reasons: words("I heard the recording"),
            decider: decider(who, unit),
        };
        decide(case, review)
    }

    #[test]
    fn r5_10_a_reviewer_above_confirms_at_any_time_before_the_closing() {
        for stage in [
            sample::found().stage,
            sample::replied().stage,
            sample::followed_up().stage,
        ] {
            let case = by(waiting(&stage), "reviewer", "ho", None).unwrap();
            assert_eq!(case.stage.finding().unwrap().review.code(), "confirmed");
            assert_eq!(case.stage.name(), stage.name());
            assert_eq!(by(case, "reviewer", "ho", None), Err(Refusal::NotAsked), "once");
        }
    }

    #[test]
    fn before_the_reply_the_reviewers_verdict_holds() {
        let case = by(found(), "reviewer", "ho", Some(Verdict::Upheld)).unwrap();
        let finding = case.stage.finding().unwrap();
        assert_eq!((finding.verdict, finding.review.code()), (Verdict::Upheld, "overruled"));
        assert_eq!(finding.responsible_unit, Some(sample::subject().unit));
    }

    #[test]
    fn after_the_reply_the_case_goes_up_because_the_complainant_has_the_wrong_answer() {
        for stage in [sample::replied().stage, sample::followed_up().stage] {
            let case = by(waiting(&stage), "reviewer", "ho", Some(Verdict::Upheld)).unwrap();
            let Stage::Reopened { why, .. } = case.stage else {
                panic!("not reopened")
            };
            assert_eq!(why, Why::Overruled);
        }
    }

    #[test]
    fn p16_nobody_reviews_their_own_finding() {
        assert_eq!(by(found(), "handler", "ho", None), Err(Refusal::OwnFinding));
        assert_eq!(
            Refusal::OwnFinding.to_string(),
            "nobody reviews what they found themself"
        );
    }

    #[test]
    fn nobody_of_the_unit_or_of_the_unit_complained_about_reviews() {
        for unit in ["ho.b01", "ho.b01.o0123", "ho.b02"] {
            assert_eq!(by(found(), "reviewer", unit, None), Err(Refusal::NotOutside), "{unit}");
        }
        let mut case = found();
        case.stage = case.stage.clone().with_finding(Finding {
            review: Look::Asked {
                reviewer: crate::domain::Approver::Duty("ombudsman".to_owned()),
                before_reply: true,
            },
            ..sample::not_upheld(true)
        });
        let inside = Review {
            instead: None,
            reasons: words("fine"),
            decider: Decider {
                duties: vec!["ombudsman".to_owned()],
                ..decider("reviewer", "ho.b01")
            },
        };
        assert_eq!(
            decide(case.clone(), inside.clone()),
            Err(Refusal::NotOutside),
            "the duty alone does not do"
        );
        let outside = Review {
            decider: Decider {
                unit: Some("ho.d01".parse().unwrap()),
                ..inside.decider.clone()
            },
            ..inside
        };
        assert!(decide(case, outside).is_ok());
        assert_eq!(
            Refusal::NotOutside.to_string(),
            "the finding is reviewed by whom the policy names, outside of the unit: a level above, or a duty"
        );
        assert_eq!(by(found(), "teller", "ho", None), Err(Refusal::Concerned));
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not review the finding"
        );
    }

    #[test]
    fn who_overrules_finds_otherwise_and_finds_a_verdict() {
        let same = by(found(), "reviewer", "ho", Some(Verdict::NotUpheld));
        assert_eq!(same, Err(Refusal::SameVerdict));
        assert_eq!(
            Refusal::SameVerdict.to_string(),
            "a reviewer who overrules finds otherwise"
        );
        let none = by(found(), "reviewer", "ho", Some(Verdict::Communication));
        assert_eq!(none, Err(Refusal::NoVerdict));
        assert_eq!(
            Refusal::NoVerdict.to_string(),
            "a reviewer finds upheld, partly upheld or not upheld"
        );
    }

    #[test]
    fn what_needs_no_review_gets_none() {
        for case in [sample::found(), sample::investigating(), sample::closed()] {
            assert_eq!(by(case, "reviewer", "ho", None), Err(Refusal::NotAsked));
        }
        assert_eq!(Refusal::NotAsked.to_string(), "no finding waits for a review");
    }
}
