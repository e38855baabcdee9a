//! The reply to the complainant (R5.4): upheld with an apology, not upheld with an explanation all the same (R5.5).

use super::{Case, Reply, Stage, Verdict};

/// Why a reply is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is nothing to reply.
    #[error("a reply comes after the finding")]
    NotFound,
    /// Somebody else works on it.
    #[error("only the handler replies")]
    NotTheHandler,
    /// It was upheld.
    #[error("an upheld complaint is answered with an apology")]
    NoApology,
    /// There is one.
    #[error("the complainant has a reply already")]
    AlreadyReplied,
    /// The case is over.
    #[error("the case is closed, so no reply goes out")]
    Closed,
}

refusals! { Refusal,
    NotFound => "not_found",
    NotTheHandler => "not_the_handler",
    NoApology => "no_apology",
    AlreadyReplied => "already_replied",
    Closed => "case_closed",
}

/// Records the reply that the complainant was given. Its words are the explanation, so they are never empty.
pub(crate) fn decide(case: Case, reply: Reply) -> Result<Case, Refusal> {
    let (work, finding) = match &case.stage {
        Stage::Found { work, finding } => (work.clone(), finding.clone()),
        Stage::Assigned | Stage::Investigating { .. } | Stage::Reopened { .. } => return Err(Refusal::NotFound),
        Stage::Replied { .. } | Stage::FollowedUp { .. } => return Err(Refusal::AlreadyReplied),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
    };
    if work.handler != reply.by {
        return Err(Refusal::NotTheHandler);
    }
    if finding.verdict != Verdict::NotUpheld && !reply.apology {
        return Err(Refusal::NoApology);
    }
    Ok(case.at(Stage::Replied { work, finding, reply }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Finding;
    use crate::domain::sample::{self, actor};

    fn found(verdict: Verdict) -> Case {
        let work = sample::work();
        sample::found().at(Stage::Found {
            work,
            finding: Finding {
                verdict,
                ..sample::finding()
            },
        })
    }

    #[test]
    fn the_handler_replies_to_what_was_found() {
        let case = decide(sample::found(), sample::reply()).unwrap();
        assert_eq!(case.stage.reply(), Some(&sample::reply()));
    }

    #[test]
    fn an_upheld_complaint_is_answered_with_an_apology() {
        let curt = Reply {
            apology: false,
            ..sample::reply()
        };
        for verdict in [Verdict::Upheld, Verdict::PartlyUpheld] {
            assert_eq!(decide(found(verdict), curt.clone()), Err(Refusal::NoApology));
        }
        assert!(decide(found(Verdict::NotUpheld), curt).is_ok());
        assert_eq!(
            Refusal::NoApology.to_string(),
            "an upheld complaint is answered with an apology"
        );
    }

    #[test]
    fn only_the_handler_replies() {
        let others = Reply {
            by: actor("other"),
            ..sample::reply()
        };
        assert_eq!(decide(sample::found(), others), Err(Refusal::NotTheHandler));
        assert_eq!(Refusal::NotTheHandler.to_string(), "only the handler replies");
    }

    #[test]
    fn a_reply_comes_after_the_finding() {
        for early in [sample::assigned(), sample::investigating(), sample::reopened()] {
            assert_eq!(decide(early, sample::reply()), Err(Refusal::NotFound));
        }
        assert_eq!(Refusal::NotFound.to_string(), "a reply comes after the finding");
    }

    #[test]
    fn the_complainant_is_replied_to_once() {
        for late in [sample::replied(), sample::followed_up()] {
            assert_eq!(decide(late, sample::reply()), Err(Refusal::AlreadyReplied));
        }
        assert_eq!(
            Refusal::AlreadyReplied.to_string(),
            "the complainant has a reply already"
        );
    }

    #[test]
    fn no_reply_goes_out_of_a_closed_case() {
        assert_eq!(decide(sample::closed(), sample::reply()), Err(Refusal::Closed));
        assert_eq!(Refusal::Closed.to_string(), "the case is closed, so no reply goes out");
    }
}
