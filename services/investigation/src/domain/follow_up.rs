//! The follow-up visit (R5.8), made by someone other than the handler (R5.10).

use huiyin_kernel::{Actor, Timestamp};

use super::{Case, FollowUp, Satisfaction, Stage, Why, Words};

/// Somebody asked the complainant.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// What the complainant said of the answer.
    pub(crate) satisfaction: Satisfaction,
    /// In which words.
    pub(crate) remarks: Option<Words>,
    /// Who asked.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
}

/// Why a visit is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is no reply to ask about.
    #[error("a follow-up visit comes after the reply")]
    NotReplied,
    /// It is the handler.
    #[error("a follow-up visit is made by someone other than the handler")]
    TheHandler,
    /// The person is complained about.
    #[error("a person complained about makes no follow-up visit")]
    Concerned,
    /// It was made, or its time is over.
    #[error("the follow-up is over")]
    AlreadyFollowedUp,
    /// The case is over.
    #[error("the case is closed, so no visit is made")]
    Closed,
}

refusals! { Refusal,
    NotReplied => "not_replied",
    TheHandler => "is_the_handler",
    Concerned => "concerned",
    AlreadyFollowedUp => "already_followed_up",
    Closed => "case_closed",
}

/// Records the visit: satisfied ends the follow-up, dissatisfied reopens the case, an attempt leaves it as it is.
pub(crate) fn decide(case: Case, visit: Visit) -> Result<Case, Refusal> {
    let (work, finding, reply) = match &case.stage {
        Stage::Replied { work, finding, reply } => (work.clone(), finding.clone(), reply.clone()),
        // Nobody asked them in time. What they say themselves counts until it is closed.
        Stage::FollowedUp {
            work,
            finding,
            reply,
            follow_up: FollowUp::Lapsed { .. },
        } if visit.by == Actor::Complainant => (work.clone(), finding.clone(), reply.clone()),
        Stage::FollowedUp { .. } => return Err(Refusal::AlreadyFollowedUp),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
        _ => return Err(Refusal::NotReplied),
    };
    if work.handler == visit.by {
        return Err(Refusal::TheHandler);
    }
    if case.concerns(&visit.by) {
        return Err(Refusal::Concerned);
    }
    Ok(match visit.satisfaction {
        Satisfaction::Unreachable => case,
        Satisfaction::Dissatisfied => case.at(Stage::Reopened {
            why: Why::Dissatisfied,
            remarks: visit.remarks,
            at: visit.at,
            by: visit.by,
        }),
        Satisfaction::Satisfied => {
            let follow_up = FollowUp::Visited {
                remarks: visit.remarks,
                at: visit.at,
                by: visit.by,
            };
            case.at(Stage::FollowedUp {
                work,
                finding,
                reply,
                follow_up,
            })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor};

    fn visit(case: Case, who: &str, satisfaction: Satisfaction) -> Result<Case, Refusal> {
        decide(
            case,
            Visit {
                satisfaction,
                remarks: None,
                by: actor(who),
                at: sample::at(9),
            },
        )
    }

    #[test]
    fn a_satisfied_complainant_ends_the_follow_up() {
        let case = visit(sample::replied(), "visitor", Satisfaction::Satisfied).unwrap();
        assert_eq!(case.stage.name(), "followed_up");
    }

    #[test]
    fn a_dissatisfied_complainant_reopens_the_case() {
        let case = visit(sample::replied(), "visitor", Satisfaction::Dissatisfied).unwrap();
        assert_eq!(
            case.stage,
            Stage::Reopened {
                why: Why::Dissatisfied,
                remarks: None,
                at: sample::at(9),
                by: actor("visitor")
            }
        );
    }

    #[test]
    fn nobody_reached_is_an_attempt_and_moves_neither_stage_nor_lapse() {
        let case = visit(sample::replied(), "visitor", Satisfaction::Unreachable).unwrap();
        assert_eq!(case, sample::replied());
    }

    #[test]
    fn the_handler_does_not_make_the_follow_up_visit() {
        assert_eq!(
            visit(sample::replied(), "handler", Satisfaction::Satisfied),
            Err(Refusal::TheHandler)
        );
        assert_eq!(
            Refusal::TheHandler.to_string(),
            "a follow-up visit is made by someone other than the handler"
        );
    }

    #[test]
    fn a_person_complained_about_makes_no_follow_up_visit() {
        assert_eq!(
            visit(sample::replied(), "teller", Satisfaction::Satisfied),
            Err(Refusal::Concerned)
        );
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about makes no follow-up visit"
        );
    }

    #[test]
    fn a_visit_comes_after_the_reply() {
        for early in [
            sample::assigned(),
            sample::investigating(),
            sample::found(),
            sample::reopened(),
        ] {
            assert_eq!(
                visit(early, "visitor", Satisfaction::Satisfied),
                Err(Refusal::NotReplied)
            );
        }
        assert_eq!(
            Refusal::NotReplied.to_string(),
            "a follow-up visit comes after the reply"
        );
    }

    #[test]
    fn a_follow_up_that_is_over_is_not_made_again() {
        let again = visit(sample::followed_up(), "visitor", Satisfaction::Dissatisfied);
        assert_eq!(again, Err(Refusal::AlreadyFollowedUp));
        assert_eq!(Refusal::AlreadyFollowedUp.to_string(), "the follow-up is over");
    }

    #[test]
    fn no_visit_is_made_for_a_closed_case() {
        assert_eq!(
            visit(sample::closed(), "visitor", Satisfaction::Satisfied),
            Err(Refusal::Closed)
        );
        assert_eq!(Refusal::Closed.to_string(), "the case is closed, so no visit is made");
    }
    #[test]
    fn r5_8_what_nobody_asked_in_time_complainants_say_themselves_until_it_is_closed() {
        let Stage::Replied { work, finding, reply } = sample::replied().stage else {
            panic!("not replied")
        };
        let lapsed = sample::replied().at(Stage::FollowedUp {
            work,
            finding,
            reply,
            follow_up: FollowUp::Lapsed { at: sample::at(8) },
        });
        assert_eq!(
            visit(lapsed.clone(), "visitor", Satisfaction::Dissatisfied),
            Err(Refusal::AlreadyFollowedUp)
        );
        let own = Visit {
            satisfaction: Satisfaction::Dissatisfied,
            remarks: None,
            by: Actor::Complainant,
            at: sample::at(9),
        };
        assert_eq!(decide(lapsed, own.clone()).unwrap().stage.name(), "reopened");
        assert_eq!(decide(sample::closed(), own), Err(Refusal::Closed));
    }
}
