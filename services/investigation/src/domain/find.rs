//! The finding: upheld or not, the root cause, who is responsible (R5.2).

use huiyin_kernel::Actor;
use huiyin_policy::{Named, Pack};

use super::{Case, Finding, Review, Stage};

/// Why a finding is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody works on it.
    #[error("a finding comes after the order is accepted")]
    NotAccepted,
    /// There is no evidence.
    #[error("a finding needs at least one statement")]
    NoStatement,
    /// Somebody else works on it.
    #[error("only the handler finds")]
    NotTheHandler,
    /// The code is not of the pack.
    #[error("the policy pack has no such root cause")]
    UnknownCause,
    /// Nobody did anything wrong.
    #[error("a complaint that is not upheld has nobody responsible")]
    NobodyResponsible,
    /// It is their own fault.
    #[error("who is responsible does not find, so the handler is not responsible")]
    HandlerResponsible,
    /// There is one.
    #[error("the case has a finding already")]
    AlreadyFound,
    /// The case is over.
    #[error("the case is closed, so nothing more is found")]
    Closed,
}

refusals! { Refusal,
    NotAccepted => "not_accepted",
    NoStatement => "no_statement",
    NotTheHandler => "not_the_handler",
    UnknownCause => "unknown_cause",
    NobodyResponsible => "nobody_responsible",
    HandlerResponsible => "handler_responsible",
    AlreadyFound => "already_found",
    Closed => "case_closed",
}

/// Records what the handler found. What is upheld is the unit's that is complained about, where no other is named; what is not fully
/// upheld goes to a reviewer by itself (R5.10).
pub(crate) fn decide(case: Case, finding: Finding, pack: &Pack) -> Result<Case, Refusal> {
    let work = match &case.stage {
        Stage::Investigating { work } => work.clone(),
        Stage::Assigned | Stage::Reopened { .. } => return Err(Refusal::NotAccepted),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
        Stage::Found { .. } | Stage::Replied { .. } | Stage::FollowedUp { .. } => return Err(Refusal::AlreadyFound),
    };
    if work.handler != finding.by {
        return Err(Refusal::NotTheHandler);
    }
    if case.statements == 0 {
        return Err(Refusal::NoStatement);
    }
    who_and_why(&finding, pack)?;
    let concerned = case.subject.as_ref().map(|subject| subject.unit.clone());
    let finding = Finding {
        review: Review::of(finding.verdict, pack),
        responsible_unit: finding
            .responsible_unit
            .or(concerned.filter(|_| finding.verdict.at_fault())),
        ..finding
    };
    Ok(case.at(Stage::Found {
        work,
        finding,
        draft: None,
    }))
}

fn who_and_why(finding: &Finding, pack: &Pack) -> Result<(), Refusal> {
    if Named::find(&pack.lists().root_causes, finding.root_cause.as_str()).is_none() {
        return Err(Refusal::UnknownCause);
    }
    let named = finding.responsible_unit.is_some() || !finding.responsible.is_empty();
    if named && !finding.verdict.at_fault() {
        return Err(Refusal::NobodyResponsible);
    }
    match &finding.by {
        Actor::Staff { code, .. } if finding.responsible.contains(code) => Err(Refusal::HandlerResponsible),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor};

    fn heard() -> Case {
        Case {
            statements: 1,
            ..sample::investigating()
        }
    }

    fn find(case: Case, finding: Finding) -> Result<Case, Refusal> {
        decide(case, finding, sample::pack())
    }

    #[test]
    fn the_handler_finds_from_the_statements_and_the_unit_complained_about_is_responsible() {
        let case = find(heard(), sample::finding()).unwrap();
        let finding = case.stage.finding().unwrap();
        assert_eq!(finding.facts, sample::finding().facts);
        assert_eq!(finding.responsible_unit, Some(sample::subject().unit));
        let other = Finding {
            responsible_unit: Some("ho.b02".parse().unwrap()),
            ..sample::finding()
        };
        let case = find(heard(), other).unwrap();
        assert_eq!(
            case.stage
                .finding()
                .unwrap()
                .responsible_unit
                .as_ref()
                .unwrap()
                .as_str(),
            "ho.b02"
        );
    }

    #[test]
    fn r5_10_what_is_not_upheld_waits_for_a_reviewer_and_has_nobody_responsible() {
        let case = find(heard(), sample::not_upheld(true)).unwrap();
        let finding = case.stage.finding().unwrap();
        assert_eq!((finding.review.code(), &finding.responsible_unit), ("asked", &None));
        let unit = Finding {
            responsible_unit: Some("ho.b01".parse().unwrap()),
            ..sample::not_upheld(false)
        };
        let person = Finding {
            responsible: vec![huiyin_kernel::StaffCode::new("teller").unwrap()],
            ..sample::not_upheld(false)
        };
        for named in [unit, person] {
            assert_eq!(find(heard(), named), Err(Refusal::NobodyResponsible));
        }
        assert_eq!(
            Refusal::NobodyResponsible.to_string(),
            "a complaint that is not upheld has nobody responsible"
        );
    }

    #[test]
    fn the_root_cause_is_one_of_the_pack_and_the_handler_is_not_responsible() {
        let odd = Finding {
            root_cause: crate::domain::Code::new("the_moon").unwrap(),
            ..sample::finding()
        };
        assert_eq!(find(heard(), odd), Err(Refusal::UnknownCause));
        assert_eq!(
            Refusal::UnknownCause.to_string(),
            "the policy pack has no such root cause"
        );
        let own = Finding {
            responsible: vec![huiyin_kernel::StaffCode::new("handler").unwrap()],
            ..sample::finding()
        };
        assert_eq!(find(heard(), own), Err(Refusal::HandlerResponsible));
        assert_eq!(
            Refusal::HandlerResponsible.to_string(),
            "who is responsible does not find, so the handler is not responsible"
        );
    }

    #[test]
    fn a_finding_needs_at_least_one_statement() {
        let unheard = Case {
            statements: 0,
            ..heard()
        };
        assert_eq!(find(unheard, sample::finding()), Err(Refusal::NoStatement));
        assert_eq!(
            Refusal::NoStatement.to_string(),
            "a finding needs at least one statement"
        );
    }

    #[test]
    fn only_the_handler_finds() {
        let others = Finding {
            by: actor("other"),
            ..sample::finding()
        };
        assert_eq!(find(heard(), others), Err(Refusal::NotTheHandler));
        assert_eq!(Refusal::NotTheHandler.to_string(), "only the handler finds");
    }

    #[test]
    fn nothing_is_found_before_the_order_is_accepted() {
        for idle in [sample::assigned(), sample::reopened()] {
            assert_eq!(find(idle, sample::finding()), Err(Refusal::NotAccepted));
        }
        assert_eq!(
            Refusal::NotAccepted.to_string(),
            "a finding comes after the order is accepted"
        );
    }

    #[test]
    fn there_is_one_finding() {
        for found in [sample::found(), sample::replied(), sample::followed_up()] {
            assert_eq!(find(found, sample::finding()), Err(Refusal::AlreadyFound));
        }
        assert_eq!(Refusal::AlreadyFound.to_string(), "the case has a finding already");
    }

    #[test]
    fn nothing_is_found_in_a_closed_case() {
        assert_eq!(find(sample::archived(), sample::finding()), Err(Refusal::Closed));
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so nothing more is found"
        );
    }
}
