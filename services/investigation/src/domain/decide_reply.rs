//! Approving a reply before it goes out (R5.4): by whom the policy names, never by who wrote it (P16). Where it names several, the reply
//! goes out with the last approval; who is several of them approves once.

use super::{Approver, Case, Decider, Draft, Refuses, Stage, Words, reply};

/// Why a decision is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is no draft.
    #[error("no reply waits for approval")]
    NotDrafted,
    /// It is their own.
    #[error("nobody approves the reply that they wrote themself")]
    OwnDraft,
    /// The person is complained about.
    #[error("a person complained about does not approve the reply")]
    Concerned,
    /// It is beyond them.
    #[error("this reply is approved by whom the policy names: a level above, or a duty")]
    NoAuthority,
    /// It rests on what somebody decides first.
    #[error("{0}")]
    Rests(reply::Refusal),
    /// Nobody says why.
    #[error("a reply is refused with a reason")]
    NoReason,
}

impl Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDrafted => "not_drafted",
            Self::OwnDraft => "own_draft",
            Self::Concerned => "concerned",
            Self::NoAuthority => "no_authority",
            Self::Rests(refusal) => refusal.code(),
            Self::NoReason => "no_reason",
        }
    }
}

/// Sends the reply, keeps the approval where others are awaited still, or gives it back: `refused` is the reason, `Some(None)` where nobody gave one.
pub(crate) fn decide(
    case: Case,
    decider: &Decider,
    refused: Option<Option<Words>>,
    papers: reply::Papers<'_>,
    outgoing: reply::Outgoing,
) -> Result<Case, Refusal> {
    let Stage::Found {
        work,
        finding,
        draft: Some(draft),
    } = case.stage.clone()
    else {
        return Err(Refusal::NotDrafted);
    };
    if !draft.waits() {
        return Err(Refusal::NotDrafted);
    }
    if draft.by == decider.by || work.handler == decider.by {
        return Err(Refusal::OwnDraft);
    }
    if case.concerns(&decider.by) {
        return Err(Refusal::Concerned);
    }
    let awaited = draft.awaited().count();
    let left = draft.awaited().filter(|approver| !decider.may(approver, &case.unit));
    let left: Vec<Approver> = left.cloned().collect();
    if awaited > 0 && left.len() == awaited {
        return Err(Refusal::NoAuthority);
    }
    match refused {
        None => {
            // What was asked of others since it was written is waited for all the same (R4.8).
            reply::rests(&finding, papers).map_err(Refusal::Rests)?;
            if left.is_empty() {
                return Ok(reply::send(case, (work, finding), draft, outgoing));
            }
            let draft = Some(draft.for_approval(left));
            Ok(case.at(Stage::Found { work, finding, draft }))
        }
        Some(Some(reason)) => {
            let refused = Some((reason, decider.mark()));
            let draft = Some(Draft { refused, ..draft });
            Ok(case.at(Stage::Found { work, finding, draft }))
        }
        Some(None) => Err(Refusal::NoReason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, decider, words};

    fn drafted() -> Case {
        sample::found().at(Stage::Found {
            work: sample::work(),
            finding: sample::finding(),
            draft: Some(Draft {
                approver: Some(Approver::Above),
                ..sample::draft()
            }),
        })
    }

    fn by(who: &str, unit: &str, refused: Option<Option<Words>>) -> Result<Case, Refusal> {
        decide(
            drafted(),
            &decider(who, unit),
            refused,
            reply::Papers::default(),
            sample::outgoing(),
        )
    }

    #[test]
    fn what_the_level_above_approves_goes_out_and_what_it_refuses_is_written_anew() {
        let sent = by("boss", "ho", None).unwrap();
        assert_eq!(
            (sent.stage.name(), sent.stage.reply().unwrap().by.clone()),
            ("replied", sample::actor("handler"))
        );
        let back = by("boss", "ho", Some(Some(words("too curt")))).unwrap();
        let again = decide(
            back.clone(),
            &decider("boss", "ho"),
            None,
            reply::Papers::default(),
            sample::outgoing(),
        );
        assert_eq!(again, Err(Refusal::NotDrafted), "what was given back does not go out");
        let another = reply::decide(back, sample::draft(), reply::Papers::default(), sample::outgoing());
        assert_eq!(another.unwrap().stage.name(), "replied");
        assert_eq!(by("boss", "ho", Some(None)), Err(Refusal::NoReason));
        assert_eq!(Refusal::NoReason.to_string(), "a reply is refused with a reason");
    }

    /// A reply that the level above, the press office and the lawyers approve.
    fn sensitive() -> Case {
        let duty = |code: &str| Approver::Duty(code.to_owned());
        let draft =
            sample::draft().for_approval([Approver::Above, duty("press_office"), duty("legal"), Approver::Above]);
        assert_eq!(draft.awaited().count(), 3, "each once");
        let Stage::Found { work, finding, .. } = drafted().stage else {
            panic!("a case with a finding")
        };
        let draft = Some(draft);
        sample::found().at(Stage::Found { work, finding, draft })
    }

    fn approves(case: Case, who: &str, unit: &str, duties: &[&str]) -> Result<Case, Refusal> {
        let decider = Decider {
            duties: duties.iter().map(|&duty| duty.to_owned()).collect(),
            ..decider(who, unit)
        };
        decide(case, &decider, None, reply::Papers::default(), sample::outgoing())
    }

    #[test]
    fn r5_4_a_reply_goes_out_when_the_last_one_whom_the_policy_names_has_approved_it() {
        let left = |case: &Case| {
            let awaited = case.stage.draft().unwrap().awaited();
            awaited.map(|approver| approver.code().to_owned()).collect::<Vec<_>>()
        };
        let lawyer = approves(sensitive(), "lawyer", "ho.law", &["legal"]).unwrap();
        assert_eq!(left(&lawyer), ["parent", "press_office"], "in any order");
        assert_eq!(
            approves(lawyer.clone(), "lawyer", "ho.law", &["legal"]),
            Err(Refusal::NoAuthority),
            "they have approved it"
        );
        let boss = approves(lawyer, "boss", "ho", &[]).unwrap();
        assert_eq!(left(&boss), ["press_office"]);
        let own = approves(boss.clone(), "handler", "ho.press", &["press_office"]);
        assert_eq!(own, Err(Refusal::OwnDraft), "P16");
        let sent = approves(boss, "speaker", "ho.press", &["press_office"]).unwrap();
        assert_eq!(sent.stage.name(), "replied");
    }

    #[test]
    fn r5_4_who_is_several_of_those_whom_the_policy_names_approves_once() {
        let sent = approves(sensitive(), "boss", "ho", &["legal", "press_office"]).unwrap();
        assert_eq!(sent.stage.name(), "replied");
    }

    #[test]
    fn p16_nobody_approves_the_reply_that_they_wrote() {
        assert_eq!(by("handler", "ho", None), Err(Refusal::OwnDraft));
        assert_eq!(
            Refusal::OwnDraft.to_string(),
            "nobody approves the reply that they wrote themself"
        );
    }

    #[test]
    fn who_has_no_authority_or_is_complained_about_does_not_approve() {
        assert_eq!(by("boss", "ho.b01", None), Err(Refusal::NoAuthority));
        assert_eq!(
            Refusal::NoAuthority.to_string(),
            "this reply is approved by whom the policy names: a level above, or a duty"
        );
        assert_eq!(by("teller", "ho", None), Err(Refusal::Concerned));
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not approve the reply"
        );
    }

    #[test]
    fn r4_8_an_opinion_that_was_asked_for_since_is_waited_for() {
        let asked = [sample::opinion(1, crate::domain::OpinionStage::Awaited)];
        let papers = reply::Papers {
            opinions: &asked,
            ..reply::Papers::default()
        };
        let early = decide(drafted(), &decider("boss", "ho"), None, papers, sample::outgoing());
        let refusal = early.unwrap_err();
        assert_eq!(
            (refusal.code(), refusal),
            ("opinion_awaited", Refusal::Rests(reply::Refusal::OpinionAwaited))
        );
        let back = Some(Some(words("wait for the opinion")));
        assert!(decide(drafted(), &decider("boss", "ho"), back, papers, sample::outgoing()).is_ok());
    }

    #[test]
    fn without_a_draft_there_is_nothing_to_approve() {
        for other in [sample::found(), sample::replied(), sample::closed()] {
            let decided = decide(
                other,
                &decider("boss", "ho"),
                None,
                reply::Papers::default(),
                sample::outgoing(),
            );
            assert_eq!(decided, Err(Refusal::NotDrafted));
        }
        assert_eq!(Refusal::NotDrafted.to_string(), "no reply waits for approval");
    }
}
