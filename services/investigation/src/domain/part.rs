//! A join is undone: the case is worked on again (R3.11).

use super::{Case, Ending, Stage};

/// Why parting changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It follows no other complaint.
    #[error("the case is not joined to another one")]
    NotJoined,
}

/// Whether the case ended because its complaint follows another one.
pub(crate) fn is_joined(case: &Case) -> bool {
    case.stage
        .closing()
        .is_some_and(|closing| closing.ending == Ending::Joined)
}

/// Opens the case again, waiting to be accepted. What was done before stays in the history.
pub(crate) fn decide(case: Case) -> Result<Case, Refusal> {
    if is_joined(&case) {
        Ok(case.at(Stage::Assigned))
    } else {
        Err(Refusal::NotJoined)
    }
}

#[cfg(test)]
mod tests {
    use super::super::end::{self, Ended};
    use super::super::reassign;
    use super::*;
    use crate::domain::sample;

    fn joined() -> Case {
        let ended = Ended {
            ending: Ending::Joined,
            finding: None,
            by: huiyin_kernel::Actor::system("intake"),
            at: sample::at(5),
        };
        end::decide(sample::investigating(), ended).unwrap()
    }

    #[test]
    fn a_joined_case_is_open_again_when_it_is_parted() {
        assert_eq!(decide(joined()).unwrap().stage, Stage::Assigned);
    }

    #[test]
    fn the_order_that_parting_leads_to_may_be_heard_before_the_parting() {
        let moved = reassign::decide(joined(), sample::order(2, "ho.b02")).unwrap();
        assert_eq!((moved.unit.as_str(), moved.stage.clone()), ("ho.b02", Stage::Assigned));
        assert_eq!(
            decide(moved).unwrap_err().to_string(),
            "the case is not joined to another one"
        );
    }

    #[test]
    fn what_ended_otherwise_stays_closed() {
        assert_eq!(decide(sample::closed()), Err(Refusal::NotJoined));
    }
}
