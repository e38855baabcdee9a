//! The short way of a communication complaint: somebody asks help or advice, or vents (rule book, section 1).
//!
//! The answer itself settles it: no statement, no root cause, no apology. The follow-up visit stays, and where the complainant is
//! dissatisfied with how it was handled, it becomes a complaint that goes to a higher level.

use huiyin_kernel::{Actor, Timestamp};

use super::{Case, Code, Finding, Reply, Review, Stage, Verdict, Words};

/// Somebody answers a communication complaint.
#[derive(Clone, Debug)]
pub(crate) struct Communicate {
    /// `asks_help`, `asks_advice` or `vents`.
    pub(crate) kind: Code,
    /// Whether it is more severe than the least severe of its policy pack.
    pub(crate) severe: bool,
    /// Whether the policy wants the reply approved before it goes out (R5.4).
    pub(crate) approved: bool,
    /// Whether a co-handler's opinion is awaited.
    pub(crate) awaits: bool,
    /// How it was answered.
    pub(crate) channel: Code,
    /// What was answered.
    pub(crate) words: Words,
    /// Who answered.
    pub(crate) by: Actor,
    /// When.
    pub(crate) at: Timestamp,
    /// When the time for the follow-up is over.
    pub(crate) lapses: Timestamp,
}

/// Why the short way is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody works on it.
    #[error("an answer comes after the order is accepted")]
    NotAccepted,
    /// Somebody else works on it.
    #[error("only the handler answers")]
    NotTheHandler,
    /// No kind of it.
    #[error("a communication complaint asks help (asks_help), asks advice (asks_advice) or vents (vents)")]
    Kind,
    /// It is no small matter.
    #[error("a complex or major complaint is investigated: it has no short way")]
    Severe,
    /// Somebody else says whether the answer goes out.
    #[error("the policy wants this reply approved before it goes out: the case is investigated and has no short way")]
    Approval,
    /// Others were asked.
    #[error("a co-handler's opinion is awaited: answer after it")]
    OpinionAwaited,
    /// It was handled badly before.
    #[error("a complaint that went to a higher level is investigated: it has no short way")]
    WentUp,
    /// It is investigated to the end.
    #[error("the case has a finding already")]
    AlreadyFound,
    /// The case is over.
    #[error("the case is closed, so nothing more is answered")]
    Closed,
}

refusals! { Refusal,
    NotAccepted => "not_accepted",
    NotTheHandler => "not_the_handler",
    Kind => "no_communication",
    Severe => "severe",
    Approval => "approved_first",
    OpinionAwaited => "opinion_awaited",
    WentUp => "went_up",
    AlreadyFound => "already_found",
    Closed => "case_closed",
}

const KINDS: [&str; 3] = ["asks_help", "asks_advice", "vents"];

/// Finds that it is one, and replies.
pub(crate) fn decide(case: Case, new: Communicate) -> Result<Case, Refusal> {
    let work = match &case.stage {
        Stage::Investigating { work } => work.clone(),
        Stage::Assigned | Stage::Reopened { .. } => return Err(Refusal::NotAccepted),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
        Stage::Found { .. } | Stage::Replied { .. } | Stage::FollowedUp { .. } => return Err(Refusal::AlreadyFound),
    };
    if work.handler != new.by {
        return Err(Refusal::NotTheHandler);
    }
    if !KINDS.contains(&new.kind.as_str()) {
        return Err(Refusal::Kind);
    }
    if case.answered.is_some() {
        return Err(Refusal::WentUp);
    }
    if new.severe {
        return Err(Refusal::Severe);
    }
    if new.approved {
        return Err(Refusal::Approval);
    }
    if new.awaits {
        return Err(Refusal::OpinionAwaited);
    }
    let finding = Finding {
        verdict: Verdict::Communication,
        root_cause: new.kind,
        cause_detail: None,
        facts: new.words.clone(),
        responsible_unit: None,
        responsible: Vec::new(),
        review: Review::NotNeeded,
        at: new.at,
        by: new.by.clone(),
    };
    let reply = Reply {
        channel: new.channel,
        words: new.words,
        apology: false,
        redress: None,
        letter: None,
        at: new.at,
        lapses: new.lapses,
        by: new.by,
    };
    Ok(case.at(Stage::Replied { work, finding, reply }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor, at, words};
    use crate::domain::{Round, close, follow_up};

    fn communicate(case: Case, who: &str, kind: &str) -> Result<Case, Refusal> {
        let new = Communicate {
            severe: case.severity.as_deref() == Some("major"),
            approved: !case.approve.is_empty(),
            awaits: false,
            kind: Code::new(kind).unwrap(),
            channel: Code::new("phone").unwrap(),
            words: words("the form is on our website"),
            by: actor(who),
            at: at(2),
            lapses: at(200),
        };
        decide(case, new)
    }

    #[test]
    fn what_is_severe_or_waits_for_an_opinion_has_no_short_way() {
        let major = Case {
            severity: Some("major".to_owned()),
            ..sample::investigating()
        };
        assert_eq!(communicate(major, "handler", "vents"), Err(Refusal::Severe));
        assert_eq!(
            Refusal::Severe.to_string(),
            "a complex or major complaint is investigated: it has no short way"
        );
        let sensitive = Case {
            approve: vec!["press_office".to_owned()],
            ..sample::investigating()
        };
        let refusal = communicate(sensitive, "handler", "vents").unwrap_err();
        assert_eq!(
            (refusal, refusal.to_string().as_str()),
            (
                Refusal::Approval,
                "the policy wants this reply approved before it goes out: the case is investigated and has no short way"
            )
        );
        let new = Communicate {
            severe: false,
            approved: false,
            awaits: true,
            kind: Code::new("vents").unwrap(),
            channel: Code::new("phone").unwrap(),
            words: words("x"),
            by: actor("handler"),
            at: at(2),
            lapses: at(200),
        };
        assert_eq!(decide(sample::investigating(), new), Err(Refusal::OpinionAwaited));
        assert_eq!(
            Refusal::OpinionAwaited.to_string(),
            "a co-handler's opinion is awaited: answer after it"
        );
    }

    #[test]
    fn help_advice_and_venting_are_answered_without_statement_and_closed_after_the_follow_up() {
        for kind in KINDS {
            let case = communicate(sample::investigating(), "handler", kind).unwrap();
            let finding = case.stage.finding().unwrap();
            assert_eq!(
                (finding.verdict.code(), finding.root_cause.as_str()),
                ("communication", kind)
            );
            let visit = follow_up::Visit {
                satisfaction: crate::domain::Satisfaction::Satisfied,
                remarks: None,
                by: actor("visitor"),
                at: at(5),
            };
            let case = follow_up::decide(case, visit).unwrap();
            let close = close::Close {
                form_sha256: "f".repeat(64),
                by: actor("handler"),
                at: at(6),
            };
            assert_eq!(close::decide(case, close, &[]).unwrap().stage.name(), "closed");
        }
    }

    #[test]
    fn only_the_handler_answers_after_accepting() {
        assert_eq!(
            communicate(sample::investigating(), "other", "vents"),
            Err(Refusal::NotTheHandler)
        );
        assert_eq!(Refusal::NotTheHandler.to_string(), "only the handler answers");
        for idle in [sample::assigned(), sample::reopened()] {
            assert_eq!(communicate(idle, "handler", "vents"), Err(Refusal::NotAccepted));
        }
        assert_eq!(
            Refusal::NotAccepted.to_string(),
            "an answer comes after the order is accepted"
        );
    }

    #[test]
    fn what_is_no_communication_or_was_handled_badly_has_no_short_way() {
        assert_eq!(
            communicate(sample::investigating(), "handler", "work_error"),
            Err(Refusal::Kind)
        );
        assert_eq!(
            Refusal::Kind.to_string(),
            "a communication complaint asks help (asks_help), asks advice (asks_advice) or vents (vents)"
        );
        let went_up = Case {
            answered: Some(sample::answered(Round::First)),
            ..sample::investigating()
        };
        assert_eq!(communicate(went_up, "handler", "vents"), Err(Refusal::WentUp));
        assert_eq!(
            Refusal::WentUp.to_string(),
            "a complaint that went to a higher level is investigated: it has no short way"
        );
    }

    #[test]
    fn it_is_answered_once() {
        assert_eq!(
            communicate(sample::found(), "handler", "vents"),
            Err(Refusal::AlreadyFound)
        );
        assert_eq!(Refusal::AlreadyFound.to_string(), "the case has a finding already");
        assert_eq!(communicate(sample::closed(), "handler", "vents"), Err(Refusal::Closed));
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so nothing more is answered"
        );
    }
}
