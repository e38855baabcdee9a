//! Taking a statement (R5.1). A wrong one is superseded by another, never altered.

use super::{Case, Stage, Statement, StatementId};

/// A statement that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The statement.
    pub(crate) id: StatementId,
    /// The one that it took the place of.
    pub(crate) supersedes: Option<StatementId>,
}

/// Why a statement is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody works on it.
    #[error("a statement is taken after the order is accepted")]
    NotAccepted,
    /// The person is complained about.
    #[error("a person complained about takes no statement")]
    Concerned,
    /// It has not happened yet.
    #[error("a statement cannot have been given in the future")]
    InTheFuture,
    /// There is no such statement.
    #[error("the case has no such statement to supersede")]
    Unknown,
    /// It is superseded.
    #[error("the statement is superseded already")]
    AlreadySuperseded,
    /// The case is over.
    #[error("the case is closed, so no statement is taken")]
    Closed,
}

refusals! { Refusal,
    NotAccepted => "not_accepted",
    Concerned => "concerned",
    InTheFuture => "in_the_future",
    Unknown => "unknown_statement",
    AlreadySuperseded => "already_superseded",
    Closed => "case_closed",
}

/// Adds a statement to the case that holds `there`.
pub(crate) fn decide(case: Case, statement: &Statement, there: &[Taken]) -> Result<Case, Refusal> {
    match case.stage {
        Stage::Assigned | Stage::Reopened { .. } => return Err(Refusal::NotAccepted),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
        _ => {}
    }
    if case.concerns(&statement.by) {
        return Err(Refusal::Concerned);
    }
    if statement.taken > statement.recorded {
        return Err(Refusal::InTheFuture);
    }
    let Some(old) = statement.supersedes else {
        let statements = case.statements.saturating_add(1);
        return Ok(Case { statements, ..case });
    };
    if !there.iter().any(|taken| taken.id == old) {
        return Err(Refusal::Unknown);
    }
    if there.iter().any(|taken| taken.supersedes == Some(old)) {
        return Err(Refusal::AlreadySuperseded);
    }
    Ok(case)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor};

    #[test]
    fn statements_are_taken_from_the_acceptance_to_the_closing() {
        for open in [
            sample::investigating(),
            sample::found(),
            sample::replied(),
            sample::followed_up(),
        ] {
            let before = open.statements;
            assert_eq!(decide(open, &sample::statement(1), &[]).unwrap().statements, before + 1);
        }
    }

    #[test]
    fn a_superseding_statement_takes_the_others_place() {
        let first = sample::statement(1);
        let second = Statement {
            supersedes: Some(first.id),
            ..sample::statement(2)
        };
        let one = Taken {
            id: first.id,
            supersedes: None,
        };
        let case = Case {
            statements: 1,
            ..sample::investigating()
        };
        let case = decide(case, &second, &[one]).unwrap();
        assert_eq!(case.statements, 1, "one stands");
        let two = Taken {
            id: second.id,
            supersedes: Some(first.id),
        };
        let third = Statement {
            supersedes: Some(first.id),
            ..sample::statement(3)
        };
        assert_eq!(decide(case, &third, &[one, two]), Err(Refusal::AlreadySuperseded));
        assert_eq!(
            Refusal::AlreadySuperseded.to_string(),
            "the statement is superseded already"
        );
    }

    #[test]
    fn only_a_statement_of_the_case_is_superseded() {
        let lost = Statement {
            supersedes: Some(sample::statement(9).id),
            ..sample::statement(1)
        };
        assert_eq!(decide(sample::investigating(), &lost, &[]), Err(Refusal::Unknown));
        assert_eq!(
            Refusal::Unknown.to_string(),
            "the case has no such statement to supersede"
        );
    }

    #[test]
    fn nobody_takes_a_statement_before_the_order_is_accepted() {
        for idle in [sample::assigned(), sample::reopened()] {
            assert_eq!(decide(idle, &sample::statement(1), &[]), Err(Refusal::NotAccepted));
        }
        assert_eq!(
            Refusal::NotAccepted.to_string(),
            "a statement is taken after the order is accepted"
        );
    }

    #[test]
    fn a_person_complained_about_takes_no_statement() {
        let own = Statement {
            by: actor("teller"),
            ..sample::statement(1)
        };
        assert_eq!(decide(sample::investigating(), &own, &[]), Err(Refusal::Concerned));
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about takes no statement"
        );
    }

    #[test]
    fn a_statement_of_tomorrow_is_refused() {
        let tomorrow = Statement {
            taken: sample::at(1),
            recorded: sample::at(0),
            ..sample::statement(1)
        };
        assert_eq!(
            decide(sample::investigating(), &tomorrow, &[]),
            Err(Refusal::InTheFuture)
        );
        assert_eq!(
            Refusal::InTheFuture.to_string(),
            "a statement cannot have been given in the future"
        );
    }

    #[test]
    fn a_closed_case_takes_no_statement() {
        assert_eq!(
            decide(sample::closed(), &sample::statement(1), &[]),
            Err(Refusal::Closed)
        );
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so no statement is taken"
        );
    }
}
