//! A reviewer outside of the unit looks at what is not fully upheld (R5.10): the unit never decides that alone.

use huiyin_kernel::{StaffCode, UnitPath};
use huiyin_policy::{Named, Pack};

use super::finding::UnitFound;
use super::{Case, Code, Decider, Finding, Review as Look, Stage, Verdict, Why, Words};

/// What the reviewer makes of it.
#[derive(Clone, Debug)]
pub(crate) struct Review {
    /// The verdict that holds instead; nothing where the reviewer holds with the unit's.
    pub(crate) instead: Option<Otherwise>,
    /// Why.
    pub(crate) reasons: Words,
    /// Who reviews.
    pub(crate) decider: Decider,
}

/// What the reviewer finds otherwise. Nothing of what the unit found is taken over but the facts: cause and people belong to a verdict.
#[derive(Clone, Debug)]
pub(crate) struct Otherwise {
    /// Upheld or not.
    pub(crate) verdict: Verdict,
    /// Why it came to this: a code of the policy pack. Needed before the reply; after it the level above finds anew.
    pub(crate) root_cause: Option<Code>,
    /// The unit that is responsible; the one complained about where the reviewer names none.
    pub(crate) responsible_unit: Option<UnitPath>,
    /// Who is responsible.
    pub(crate) responsible: Vec<StaffCode>,
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
    /// It is not said why it came to this.
    #[error("a reviewer who finds otherwise names the root cause")]
    NoCause,
    /// The code is not of the pack.
    #[error("the policy pack has no such root cause")]
    UnknownCause,
    /// Nobody did anything wrong.
    #[error("a complaint that is not upheld has nobody responsible")]
    NobodyResponsible,
}

refusals! { Refusal,
    NotAsked => "not_asked",
    OwnFinding => "own_finding",
    Concerned => "concerned",
    NotOutside => "not_outside",
    SameVerdict => "same_verdict",
    NoVerdict => "no_verdict",
    NoCause => "no_cause",
    UnknownCause => "unknown_cause",
    NobodyResponsible => "nobody_responsible",
}

/// Confirms, or finds otherwise: before the reply the reviewer's verdict takes the place of the unit's; after it the case goes to a higher
/// level, because the complainant has the wrong answer.
pub(crate) fn decide(case: Case, review: Review, pack: &Pack) -> Result<Case, Refusal> {
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
    let (reasons, mark) = (review.reasons, review.decider.mark());
    let Some(otherwise) = review.instead else {
        return Ok(confirmed(case, finding, Look::Confirmed { reasons, mark }));
    };
    check(&otherwise, &finding, pack)?;
    let Stage::Found { work, .. } = case.stage.clone() else {
        return Ok(case.at(Stage::Reopened {
            why: Why::Overruled,
            remarks: Some(reasons),
            at: mark.at,
            by: mark.by,
        }));
    };
    let root_cause = otherwise.root_cause.clone().ok_or(Refusal::NoCause)?;
    let look = Look::Overruled {
        before: finding.verdict,
        reasons,
        mark,
        unit_found: Some(UnitFound::of(&finding)),
    };
    let finding = corrected(&case, finding, otherwise, root_cause, look);
    // A draft was about the other verdict.
    let draft = None;
    Ok(case.at(Stage::Found { work, finding, draft }))
}

fn check(otherwise: &Otherwise, finding: &Finding, pack: &Pack) -> Result<(), Refusal> {
    if otherwise.verdict == finding.verdict {
        return Err(Refusal::SameVerdict);
    }
    if otherwise.verdict == Verdict::Communication {
        return Err(Refusal::NoVerdict);
    }
    let known = |cause: &Code| Named::find(&pack.lists().root_causes, cause.as_str()).is_some();
    if otherwise.root_cause.as_ref().is_some_and(|cause| !known(cause)) {
        return Err(Refusal::UnknownCause);
    }
    let named = otherwise.responsible_unit.is_some() || !otherwise.responsible.is_empty();
    if named && !otherwise.verdict.at_fault() {
        return Err(Refusal::NobodyResponsible);
    }
    Ok(())
}

/// Whether they work, in whichever post, in the unit that found it, or in the one complained about. Whoever is at the top has nobody outside.
fn is_inside(case: &Case, decider: &Decider) -> bool {
    let concerned = case.subject.as_ref().map(|subject| &subject.unit);
    let top = case.unit.parent().is_none();
    let inside = |own: &UnitPath| {
        (own.is_within(&case.unit) && !top)
            || concerned.is_some_and(|unit| own.is_within(unit) && unit.parent().is_some())
    };
    decider.units().any(inside)
}

fn confirmed(case: Case, finding: Finding, review: Look) -> Case {
    let stage = case.stage.clone().with_finding(Finding { review, ..finding });
    case.at(stage)
}

fn corrected(case: &Case, finding: Finding, otherwise: Otherwise, root_cause: Code, review: Look) -> Finding {
    let concerned = case.subject.as_ref().map(|subject| subject.unit.clone());
    let at_fault = otherwise.verdict.at_fault();
    Finding {
        verdict: otherwise.verdict,
        root_cause,
        cause_detail: None,
        responsible_unit: otherwise.responsible_unit.or(concerned.filter(|_| at_fault)),
        responsible: otherwise.responsible,
        review,
        ..finding
    }
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

    fn otherwise(verdict: Verdict) -> Otherwise {
        Otherwise {
            verdict,
            root_cause: Some(Code::new("work_error").unwrap()),
            responsible_unit: None,
            responsible: vec![],
        }
    }

    fn by(case: Case, who: &str, unit: &str, instead: Option<Verdict>) -> Result<Case, Refusal> {
        finds(case, decider(who, unit), instead.map(otherwise))
    }

    fn finds(case: Case, decider: Decider, instead: Option<Otherwise>) -> Result<Case, Refusal> {
        let review = Review {
            instead,
            reasons: words("I heard the recording"),
            decider,
        };
        decide(case, review, sample::pack())
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
            decide(case.clone(), inside.clone(), sample::pack()),
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
        let both = Review {
            decider: Decider {
                elsewhere: vec!["ho.b01.o0123".parse().unwrap()],
                ..outside.decider.clone()
            },
            ..outside.clone()
        };
        assert_eq!(
            decide(case.clone(), both, sample::pack()),
            Err(Refusal::NotOutside),
            "nobody is outside of a unit in which they have another post"
        );
        assert!(decide(case, outside, sample::pack()).is_ok());
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
    fn neither_the_cause_nor_the_people_of_an_overruled_finding_stay() {
        let unit_found = Finding {
            verdict: Verdict::PartlyUpheld,
            cause_detail: Some(words("he was tired")),
            responsible_unit: Some("ho.b02".parse().unwrap()),
            responsible: vec![StaffCode::new("teller").unwrap()],
            ..sample::not_upheld(false)
        };
        let partly = || sample::found().at(sample::found().stage.with_finding(unit_found.clone()));
        let unfounded = Otherwise {
            root_cause: Some(Code::new("unfounded").unwrap()),
            ..otherwise(Verdict::NotUpheld)
        };
        let case = finds(partly(), decider("reviewer", "ho"), Some(unfounded.clone())).unwrap();
        let finding = case.stage.finding().unwrap();
        assert_eq!(
            (
                finding.root_cause.as_str(),
                &finding.cause_detail,
                &finding.responsible_unit
            ),
            ("unfounded", &None, &None)
        );
        assert!(finding.responsible.is_empty());
        let Look::Overruled { unit_found: kept, .. } = &finding.review else {
            panic!("not overruled")
        };
        assert_eq!(
            kept,
            &Some(UnitFound::of(&unit_found)),
            "what the unit had found is kept"
        );
        let blamed = Otherwise {
            responsible: vec![StaffCode::new("teller").unwrap()],
            ..unfounded
        };
        let refused = finds(partly(), decider("reviewer", "ho"), Some(blamed));
        assert_eq!(refused, Err(Refusal::NobodyResponsible));
        assert_eq!(
            Refusal::NobodyResponsible.to_string(),
            "a complaint that is not upheld has nobody responsible"
        );
    }

    #[test]
    fn who_finds_otherwise_names_a_root_cause_of_the_pack_and_who_is_responsible() {
        let with = |root_cause: Option<&str>| Otherwise {
            root_cause: root_cause.map(|cause| Code::new(cause).unwrap()),
            responsible: vec![StaffCode::new("teller").unwrap()],
            ..otherwise(Verdict::Upheld)
        };
        let finds = |root_cause| finds(found(), decider("reviewer", "ho"), Some(with(root_cause)));
        assert_eq!(finds(None), Err(Refusal::NoCause));
        assert_eq!(
            Refusal::NoCause.to_string(),
            "a reviewer who finds otherwise names the root cause"
        );
        assert_eq!(finds(Some("the_moon")), Err(Refusal::UnknownCause));
        assert_eq!(
            Refusal::UnknownCause.to_string(),
            "the policy pack has no such root cause"
        );
        let case = finds(Some("work_error")).unwrap();
        assert_eq!(case.stage.finding().unwrap().responsible.len(), 1);
    }

    #[test]
    fn what_needs_no_review_gets_none() {
        for case in [sample::found(), sample::investigating(), sample::closed()] {
            assert_eq!(by(case, "reviewer", "ho", None), Err(Refusal::NotAsked));
        }
        assert_eq!(Refusal::NotAsked.to_string(), "no finding waits for a review");
    }
}
