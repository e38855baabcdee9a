//! Approving or refusing redress beyond the unit's authority (R5.3): by who may, never by who proposed it (P16).

use super::{Approval, Approver, Case, Decider, Redress, RedressStage, Words};

/// Why a decision is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is none of that id.
    #[error("the case has no such redress")]
    Unknown,
    /// It is decided, or needed no decision.
    #[error("the redress does not wait for approval")]
    NotProposed,
    /// It is their own.
    #[error("nobody approves what they proposed themself")]
    OwnProposal,
    /// It is their own case.
    #[error("the handler does not approve the redress of their own case")]
    TheHandler,
    /// The person is complained about.
    #[error("a person complained about does not decide on redress")]
    Concerned,
    /// The amount is beyond them too.
    #[error("this redress is approved by whom the policy names: a level above, or a duty")]
    NoAuthority,
    /// It is more than their level may give.
    #[error("this redress is more than their own level may give: who may give it approves it")]
    BeyondThem,
    /// Nobody says why.
    #[error("redress is refused with a reason")]
    NoReason,
    /// The case is over.
    #[error("the case is closed, so no redress is decided")]
    Closed,
}

refusals! { Refusal,
    Unknown => "unknown_redress",
    NotProposed => "not_proposed",
    OwnProposal => "own_proposal",
    TheHandler => "is_the_handler",
    Concerned => "concerned",
    NoAuthority => "no_authority",
    BeyondThem => "beyond_them",
    NoReason => "no_reason",
    Closed => "case_closed",
}

/// Decides; `beyond` names who approves what is more than the decider's own level may give. `refused` is the reason where it is refused, `Some(None)` where nobody gave one.
pub(crate) fn decide(
    case: &Case,
    redress: Option<&Redress>,
    decider: &Decider,
    refused: Option<Option<Words>>,
    beyond: Option<&Approver>,
) -> Result<Redress, Refusal> {
    if case.stage.closing().is_some() {
        return Err(Refusal::Closed);
    }
    let redress = redress.ok_or(Refusal::Unknown)?;
    let RedressStage::Proposed { approver } = &redress.stage else {
        return Err(Refusal::NotProposed);
    };
    if redress.proposed.by == decider.by {
        return Err(Refusal::OwnProposal);
    }
    if case.stage.work().is_some_and(|work| work.handler == decider.by) {
        return Err(Refusal::TheHandler);
    }
    if case.concerns(&decider.by) {
        return Err(Refusal::Concerned);
    }
    if !decider.may(approver, &case.unit) {
        return Err(Refusal::NoAuthority);
    }
    // A level above approves what it could give itself; beyond that it goes on to whom its own row names.
    if refused.is_none() && *approver == Approver::Above && beyond.is_some_and(|beyond| !decider.holds(beyond)) {
        return Err(Refusal::BeyondThem);
    }
    let mark = decider.mark();
    let stage = match refused {
        None => RedressStage::Approved {
            approval: Approval::Given { mark },
        },
        Some(Some(reason)) => RedressStage::Refused { reason, mark },
        Some(None) => return Err(Refusal::NoReason),
    };
    Ok(Redress {
        stage,
        ..redress.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, decider, own, redress, words};
    use crate::domain::{Approver, Work};

    fn proposed() -> Redress {
        let approver = Approver::Above;
        redress(1, 8_000, RedressStage::Proposed { approver })
    }

    fn by(who: &str, unit: &str) -> Result<Redress, Refusal> {
        decide(&sample::found(), Some(&proposed()), &decider(who, unit), None, None)
    }

    #[test]
    fn r5_3_the_level_above_approves_and_refuses_with_a_reason() {
        assert!(by("boss", "ho").unwrap().is_owed());
        let (case, boss) = (sample::found(), decider("boss", "ho"));
        let refused = decide(&case, Some(&proposed()), &boss, Some(Some(words("too much"))), None).unwrap();
        assert_eq!(refused.state(), "refused");
        let wordless = decide(&case, Some(&proposed()), &boss, Some(None), None);
        assert_eq!(wordless, Err(Refusal::NoReason));
        assert_eq!(Refusal::NoReason.to_string(), "redress is refused with a reason");
    }

    #[test]
    fn p16_nobody_approves_what_they_proposed_themself() {
        assert_eq!(by("handler", "ho"), Err(Refusal::OwnProposal));
        assert_eq!(
            Refusal::OwnProposal.to_string(),
            "nobody approves what they proposed themself"
        );
        let mut others = sample::found();
        others.stage = super::super::Stage::Found {
            work: Work {
                handler: sample::actor("boss"),
                ..sample::work()
            },
            finding: sample::finding(),
            draft: None,
        };
        let own_case = decide(&others, Some(&proposed()), &decider("boss", "ho"), None, None);
        assert_eq!(own_case, Err(Refusal::TheHandler));
        assert_eq!(
            Refusal::TheHandler.to_string(),
            "the handler does not approve the redress of their own case"
        );
    }

    #[test]
    fn who_has_no_authority_or_is_complained_about_does_not_decide() {
        for unit in ["ho.b01", "ho.b02", "ho.b01.o0123"] {
            assert_eq!(by("boss", unit), Err(Refusal::NoAuthority), "{unit}");
        }
        assert_eq!(
            Refusal::NoAuthority.to_string(),
            "this redress is approved by whom the policy names: a level above, or a duty"
        );
        assert_eq!(by("teller", "ho"), Err(Refusal::Concerned));
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not decide on redress"
        );
    }

    #[test]
    fn a_level_above_approves_no_more_than_it_may_give_itself() {
        let desk = Approver::Duty("supervision_desk".to_owned());
        let decide =
            |decider: &Decider, refused| decide(&sample::found(), Some(&proposed()), decider, refused, Some(&desk));
        assert_eq!(decide(&decider("boss", "ho"), None), Err(Refusal::BeyondThem));
        assert_eq!(
            Refusal::BeyondThem.to_string(),
            "this redress is more than their own level may give: who may give it approves it"
        );
        let refused = decide(&decider("boss", "ho"), Some(Some(words("too much"))));
        assert_eq!(refused.unwrap().state(), "refused", "who may not give it may refuse it");
        let duties = vec!["supervision_desk".to_owned()];
        let holder = Decider {
            duties,
            ..decider("boss", "ho")
        };
        assert!(decide(&holder, None).unwrap().is_owed());
    }

    #[test]
    fn it_is_decided_once_while_the_case_is_open() {
        let boss = decider("boss", "ho");
        let owed = redress(1, 1, RedressStage::Approved { approval: own() });
        let again = decide(&sample::found(), Some(&owed), &boss, None, None);
        assert_eq!(again, Err(Refusal::NotProposed));
        assert_eq!(
            Refusal::NotProposed.to_string(),
            "the redress does not wait for approval"
        );
        assert_eq!(decide(&sample::found(), None, &boss, None, None), Err(Refusal::Unknown));
        assert_eq!(Refusal::Unknown.to_string(), "the case has no such redress");
        let late = decide(&sample::closed(), Some(&proposed()), &boss, None, None);
        assert_eq!(late, Err(Refusal::Closed));
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so no redress is decided"
        );
    }
}
