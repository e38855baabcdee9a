//! The reply to the complainant (R5.4): upheld with an apology, not upheld with an explanation all the same (R5.5).
//!
//! It waits for what it rests on: redress that is not approved yet, opinions of co-handlers, a reviewer where the policy says so. Where the
//! policy wants it approved, it is a draft till then; the days to disagree are counted from when it goes out (R5.11).

use huiyin_kernel::Timestamp;

use super::{Answered, Case, Draft, Finding, Letter, Opinion, Redress, Reply, Review, Stage, Work};

/// What a reply rests on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Papers<'a> {
    /// What makes it good.
    pub(crate) redress: &'a [Redress],
    /// What co-handlers were asked for.
    pub(crate) opinions: &'a [Opinion],
}

/// What goes out with it.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    /// The letter, where there is one.
    pub(crate) letter: Option<Letter>,
    /// Since when the complainant has the answer, and until when they may disagree.
    pub(crate) answered: Answered,
    /// When the time for the follow-up visit is over.
    pub(crate) lapses: Timestamp,
}

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
    /// Nobody knows yet what it offers.
    #[error("redress waits for approval: the reply comes after it")]
    RedressWaits,
    /// Nothing is to be made good any more.
    #[error("redress stands though the complaint is not upheld: it is dropped before the reply")]
    RedressUndue,
    /// A co-handler has not answered.
    #[error("a co-handler's opinion is awaited: wait for it, or go on without it by name and with a reason")]
    OpinionAwaited,
    /// The reviewer comes first by the policy.
    #[error("the policy wants the finding reviewed before the reply goes out")]
    ReviewAwaited,
    /// There is a draft.
    #[error("a reply waits for approval already")]
    AlreadyDrafted,
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
    RedressWaits => "redress_waits",
    RedressUndue => "redress_undue",
    OpinionAwaited => "opinion_awaited",
    ReviewAwaited => "review_awaited",
    AlreadyDrafted => "already_drafted",
    AlreadyReplied => "already_replied",
    Closed => "case_closed",
}

/// Records the reply: as given where nobody must approve it, else as a draft. Its words are the explanation, so they are never empty.
pub(crate) fn decide(case: Case, draft: Draft, papers: Papers<'_>, outgoing: Outgoing) -> Result<Case, Refusal> {
    let (work, finding) = match &case.stage {
        Stage::Found { draft: Some(there), .. } if there.waits() => return Err(Refusal::AlreadyDrafted),
        Stage::Found { work, finding, .. } => (work.clone(), finding.clone()),
        Stage::Assigned | Stage::Investigating { .. } | Stage::Reopened { .. } => return Err(Refusal::NotFound),
        Stage::Replied { .. } | Stage::FollowedUp { .. } => return Err(Refusal::AlreadyReplied),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
    };
    if work.handler != draft.by {
        return Err(Refusal::NotTheHandler);
    }
    if finding.verdict.at_fault() && !draft.apology {
        return Err(Refusal::NoApology);
    }
    rests(&finding, papers)?;
    if draft.approver.is_none() {
        return Ok(send(case, (work, finding), draft, outgoing));
    }
    let draft = Some(draft);
    Ok(case.at(Stage::Found { work, finding, draft }))
}

pub(super) fn rests(finding: &Finding, papers: Papers<'_>) -> Result<(), Refusal> {
    if papers.redress.iter().any(Redress::waits) {
        return Err(Refusal::RedressWaits);
    }
    if !finding.verdict.at_fault() && papers.redress.iter().any(Redress::is_owed) {
        return Err(Refusal::RedressUndue);
    }
    if papers.opinions.iter().any(Opinion::holds_the_reply) {
        return Err(Refusal::OpinionAwaited);
    }
    match finding.review {
        Review::Asked { before_reply: true, .. } => Err(Refusal::ReviewAwaited),
        _ => Ok(()),
    }
}

/// The draft goes out.
pub(super) fn send(case: Case, (work, finding): (Work, Finding), draft: Draft, outgoing: Outgoing) -> Case {
    let reply = Reply {
        channel: draft.channel,
        words: draft.words,
        apology: draft.apology,
        redress: draft.redress,
        letter: outgoing.letter,
        at: outgoing.answered.at,
        lapses: outgoing.lapses,
        by: draft.by,
    };
    let answered = Some(outgoing.answered);
    Case { answered, ..case }.at(Stage::Replied { work, finding, reply })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor, opinion, own, redress};
    use crate::domain::{Approver, OpinionStage, RedressStage, Verdict};

    fn reply(case: Case, draft: Draft) -> Result<Case, Refusal> {
        decide(case, draft, Papers::default(), sample::outgoing())
    }

    fn found(verdict: Verdict) -> Case {
        let work = sample::work();
        sample::found().at(Stage::Found {
            work,
            finding: Finding {
                verdict,
                ..sample::finding()
            },
            draft: None,
        })
    }

    #[test]
    fn the_handler_replies_to_what_was_found() {
        let case = reply(sample::found(), sample::draft()).unwrap();
        assert_eq!(case.stage.reply(), Some(&sample::reply()));
        assert_eq!(case.answered, Some(sample::answered(crate::domain::Round::First)));
    }

    #[test]
    fn an_upheld_complaint_is_answered_with_an_apology() {
        let curt = Draft {
            apology: false,
            ..sample::draft()
        };
        for verdict in [Verdict::Upheld, Verdict::PartlyUpheld] {
            assert_eq!(reply(found(verdict), curt.clone()), Err(Refusal::NoApology));
        }
        assert!(reply(found(Verdict::NotUpheld), curt).is_ok());
        assert_eq!(
            Refusal::NoApology.to_string(),
            "an upheld complaint is answered with an apology"
        );
    }

    #[test]
    fn only_the_handler_replies() {
        let others = Draft {
            by: actor("other"),
            ..sample::draft()
        };
        assert_eq!(reply(sample::found(), others), Err(Refusal::NotTheHandler));
        assert_eq!(Refusal::NotTheHandler.to_string(), "only the handler replies");
    }

    #[test]
    fn a_reply_comes_after_the_finding() {
        for early in [sample::assigned(), sample::investigating(), sample::reopened()] {
            assert_eq!(reply(early, sample::draft()), Err(Refusal::NotFound));
        }
        assert_eq!(Refusal::NotFound.to_string(), "a reply comes after the finding");
    }

    #[test]
    fn the_complainant_is_replied_to_once() {
        for late in [sample::replied(), sample::followed_up()] {
            assert_eq!(reply(late, sample::draft()), Err(Refusal::AlreadyReplied));
        }
        assert_eq!(
            Refusal::AlreadyReplied.to_string(),
            "the complainant has a reply already"
        );
    }

    #[test]
    fn no_reply_goes_out_of_a_closed_case() {
        assert_eq!(reply(sample::closed(), sample::draft()), Err(Refusal::Closed));
        assert_eq!(Refusal::Closed.to_string(), "the case is closed, so no reply goes out");
    }

    #[test]
    fn a_reply_waits_for_the_approval_of_redress_and_for_co_handlers() {
        let waiting = [redress(
            1,
            10,
            RedressStage::Proposed {
                approver: Approver::Above,
            },
        )];
        let owed = [redress(1, 10, RedressStage::Approved { approval: own() })];
        let awaited = [opinion(1, OpinionStage::Awaited)];
        let given = [opinion(
            1,
            OpinionStage::Given {
                mark: sample::mark("other"),
                overruled: None,
            },
        )];
        let with = |redress, opinions| {
            let papers = Papers { redress, opinions };
            decide(sample::found(), sample::draft(), papers, sample::outgoing()).map(|case| case.stage.name())
        };
        assert_eq!(with(&waiting, &given), Err(Refusal::RedressWaits));
        assert_eq!(with(&owed, &awaited), Err(Refusal::OpinionAwaited));
        assert_eq!(with(&owed, &given), Ok("replied"));
        assert_eq!(
            Refusal::RedressWaits.to_string(),
            "redress waits for approval: the reply comes after it"
        );
        assert_eq!(
            Refusal::OpinionAwaited.to_string(),
            "a co-handler's opinion is awaited: wait for it, or go on without it by name and with a reason"
        );
    }

    #[test]
    fn a_reply_that_upholds_nothing_offers_nothing() {
        let owed = [redress(1, 10, RedressStage::Approved { approval: own() })];
        let papers = Papers {
            redress: &owed,
            opinions: &[],
        };
        let refused = decide(found(Verdict::NotUpheld), sample::draft(), papers, sample::outgoing());
        assert_eq!(refused, Err(Refusal::RedressUndue));
        assert_eq!(
            Refusal::RedressUndue.to_string(),
            "redress stands though the complaint is not upheld: it is dropped before the reply"
        );
    }

    #[test]
    fn a_reply_waits_for_the_reviewer_where_the_policy_says_so() {
        let not_upheld = |before| sample::found().at(sample::found().stage.with_finding(sample::not_upheld(before)));
        assert_eq!(reply(not_upheld(true), sample::draft()), Err(Refusal::ReviewAwaited));
        assert_eq!(
            Refusal::ReviewAwaited.to_string(),
            "the policy wants the finding reviewed before the reply goes out"
        );
        assert!(reply(not_upheld(false), sample::draft()).is_ok());
    }

    #[test]
    fn r5_4_a_reply_that_must_be_approved_is_a_draft_till_then_and_there_is_one() {
        let sensitive = Draft {
            approver: Some(Approver::Above),
            ..sample::draft()
        };
        let case = reply(sample::found(), sensitive.clone()).unwrap();
        assert_eq!((case.stage.name(), &case.answered), ("found", &None));
        assert_eq!(reply(case, sensitive), Err(Refusal::AlreadyDrafted));
        assert_eq!(
            Refusal::AlreadyDrafted.to_string(),
            "a reply waits for approval already"
        );
    }
}
