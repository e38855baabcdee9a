//! The finding: upheld or not, the root cause, who is responsible (R5.2).

use super::{Case, Finding, Stage};

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
    AlreadyFound => "already_found",
    Closed => "case_closed",
}

/// Records what the handler found.
pub(crate) fn decide(case: Case, finding: Finding) -> Result<Case, Refusal> {
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
    Ok(case.at(Stage::Found { work, finding }))
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

    #[test]
    fn the_handler_finds_from_the_statements() {
        let case = decide(heard(), sample::finding()).unwrap();
        assert_eq!(case.stage.finding(), Some(&sample::finding()));
    }

    #[test]
    fn a_finding_needs_at_least_one_statement() {
        let unheard = Case {
            statements: 0,
            ..heard()
        };
        assert_eq!(decide(unheard, sample::finding()), Err(Refusal::NoStatement));
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
        assert_eq!(decide(heard(), others), Err(Refusal::NotTheHandler));
        assert_eq!(Refusal::NotTheHandler.to_string(), "only the handler finds");
    }

    #[test]
    fn nothing_is_found_before_the_order_is_accepted() {
        for idle in [sample::assigned(), sample::reopened()] {
            assert_eq!(decide(idle, sample::finding()), Err(Refusal::NotAccepted));
        }
        assert_eq!(
            Refusal::NotAccepted.to_string(),
            "a finding comes after the order is accepted"
        );
    }

    #[test]
    fn there_is_one_finding() {
        for found in [sample::found(), sample::replied(), sample::followed_up()] {
            assert_eq!(decide(found, sample::finding()), Err(Refusal::AlreadyFound));
        }
        assert_eq!(Refusal::AlreadyFound.to_string(), "the case has a finding already");
    }

    #[test]
    fn nothing_is_found_in_a_closed_case() {
        assert_eq!(decide(sample::archived(), sample::finding()), Err(Refusal::Closed));
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so nothing more is found"
        );
    }
}
