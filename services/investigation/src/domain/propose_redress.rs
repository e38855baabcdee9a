//! Proposing redress (R5.5, R5.7): within its authority the unit settles, beyond it the policy names who approves (R5.3).

use huiyin_kernel::Money;
use huiyin_policy::{Pack, Settle};
use uuid::Uuid;

use super::{Approval, Approver, Case, Code, Mark, Redress, RedressStage, Stage, Words};

/// The most that one amount may be, in minor units: what is above is a slip of the pen.
const MOST: i64 = 1_000_000_000_000;

/// Somebody proposes redress.
#[derive(Clone, Debug)]
pub(crate) struct ProposeRedress {
    /// The redress.
    pub(crate) id: Uuid,
    /// What kind of.
    pub(crate) kind: Code,
    /// What it is worth.
    pub(crate) amount: Option<Money>,
    /// What exactly.
    pub(crate) what: Words,
    /// Who proposes it, and when.
    pub(crate) mark: Mark,
}

/// Why redress is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody knows yet whether there is something to make good.
    #[error("redress is proposed after the finding")]
    NotFound,
    /// There is nothing to make good.
    #[error("redress is for what is upheld, wholly or in part")]
    NotUpheld,
    /// Somebody else works on it.
    #[error("only the handler proposes redress")]
    NotTheHandler,
    /// Money without an amount.
    #[error("money is proposed with its amount")]
    NoAmount,
    /// No sum of money.
    #[error("an amount is more than 0 and at most 1000000000000 minor units")]
    Amount,
    /// It does not add.
    #[error("the redress of one case is in one currency")]
    OtherCurrency,
    /// The reply says what is given.
    #[error("a reply waits for approval: it is decided before more redress is proposed")]
    DraftWaits,
    /// The case is over.
    #[error("the case is closed, so no redress is proposed")]
    Closed,
}

refusals! { Refusal,
    NotFound => "not_found",
    NotUpheld => "not_upheld",
    NotTheHandler => "not_the_handler",
    NoAmount => "no_amount",
    Amount => "wrong_amount",
    OtherCurrency => "other_currency",
    DraftWaits => "draft_waits",
    Closed => "case_closed",
}

/// What costs nobody anything.
const FREE: [&str; 3] = ["apology", "correction", "explanation"];

/// Takes it. The authority counts for all that a case has cost: nobody gets around it by small pieces.
pub(crate) fn decide(
    case: &Case,
    new: ProposeRedress,
    there: &[Redress],
    (pack, level): (&Pack, &str),
) -> Result<Redress, Refusal> {
    let finding = match &case.stage {
        Stage::Found { draft: Some(draft), .. } if draft.waits() => return Err(Refusal::DraftWaits),
        Stage::Found { finding, .. } | Stage::Replied { finding, .. } | Stage::FollowedUp { finding, .. } => finding,
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
        Stage::Assigned | Stage::Investigating { .. } | Stage::Reopened { .. } => return Err(Refusal::NotFound),
    };
    if !finding.verdict.at_fault() {
        return Err(Refusal::NotUpheld);
    }
    if case.stage.work().is_none_or(|work| work.handler != new.mark.by) {
        return Err(Refusal::NotTheHandler);
    }
    let stage = match total(&new, there)? {
        Some(total) => settle(pack, level, case.class.as_deref(), total),
        None if FREE.contains(&new.kind.as_str()) => RedressStage::Approved {
            approval: Approval::Own { rule: None },
        },
        // Nobody says what it is worth: then it is not the unit's alone to give.
        None => RedressStage::Proposed {
            approver: Approver::Above,
        },
    };
    Ok(Redress {
        id: new.id,
        kind: new.kind,
        amount: new.amount,
        what: new.what,
        proposed: new.mark,
        stage,
    })
}

/// What the case costs with it; nothing where it is worth no money.
fn total(new: &ProposeRedress, there: &[Redress]) -> Result<Option<Money>, Refusal> {
    let Some(amount) = new.amount else {
        return if new.kind.as_str() == "money" {
            Err(Refusal::NoAmount)
        } else {
            Ok(None)
        };
    };
    if !(1..=MOST).contains(&amount.minor) {
        return Err(Refusal::Amount);
    }
    let before = there.iter().filter(|one| one.counts()).filter_map(|one| one.amount);
    let mut total = amount;
    for one in before {
        if one.currency != total.currency {
            return Err(Refusal::OtherCurrency);
        }
        total = total.plus(one).map_err(|_| Refusal::Amount)?;
    }
    Ok(Some(total))
}

/// Who approves all that a case costs, seen from a level that may not give so much alone; nothing where it may.
pub(crate) fn beyond(pack: &Pack, level: &str, class: Option<&str>, there: &[Redress]) -> Option<Approver> {
    let mut amounts = there.iter().filter(|one| one.counts()).filter_map(|one| one.amount);
    let first = amounts.next()?;
    // One currency: another is refused when it is proposed.
    let total = amounts.try_fold(first, |total, one| total.plus(one)).unwrap_or(first);
    match pack.settles(level, class, total) {
        Settle::Alone(_) => None,
        Settle::Approved(to, _) => Some(Approver::from(&to)),
    }
}

fn settle(pack: &Pack, level: &str, class: Option<&str>, total: Money) -> RedressStage {
    match pack.settles(level, class, total) {
        Settle::Alone(row) => RedressStage::Approved {
            approval: Approval::Own {
                rule: Some(row.code.clone()),
            },
        },
        Settle::Approved(to, _) => RedressStage::Proposed {
            approver: Approver::from(&to),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, mark, own, redress, words, yuan};

    fn new(who: &str, amount: Option<Money>) -> ProposeRedress {
        ProposeRedress {
            id: Uuid::from_u128(2009),
            kind: Code::new("money").unwrap(),
            amount,
            what: words("the fee"),
            mark: mark(who),
        }
    }

    fn propose(case: &Case, amount: Option<Money>, there: &[Redress]) -> Result<Redress, Refusal> {
        decide(case, new("handler", amount), there, (sample::pack(), "branch"))
    }

    #[test]
    fn r5_3_a_branch_settles_alone_up_to_its_authority_and_asks_above_it() {
        let alone = propose(&sample::found(), Some(yuan(5_000)), &[]).unwrap();
        assert_eq!(alone.stage, RedressStage::Approved { approval: own() });
        let beyond = propose(&sample::found(), Some(yuan(5_001)), &[]).unwrap();
        let approver = Approver::Duty("supervision_desk".to_owned());
        assert_eq!(beyond.stage, RedressStage::Proposed { approver });
        assert_eq!((alone.state(), beyond.state()), ("approved", "proposed"));
    }

    #[test]
    fn small_pieces_do_not_get_around_the_authority() {
        let there = [redress(1, 4_000, RedressStage::Approved { approval: own() })];
        assert!(propose(&sample::found(), Some(yuan(1_001)), &there).unwrap().waits());
        let refused = RedressStage::Refused {
            reason: words("too much"),
            mark: mark("boss"),
        };
        let there = [redress(1, 4_000, refused)];
        assert!(
            propose(&sample::found(), Some(yuan(1_001)), &there).unwrap().is_owed(),
            "what was refused costs nothing"
        );
    }

    #[test]
    fn what_is_worth_no_money_needs_no_approval_and_a_unit_that_no_row_speaks_of_asks_above() {
        let kind = Code::new("correction").unwrap();
        let correction = ProposeRedress {
            kind,
            ..new("handler", None)
        };
        let done = decide(&sample::found(), correction, &[], (sample::pack(), "branch")).unwrap();
        assert!(done.is_owed());
        let unknown = decide(
            &sample::found(),
            new("handler", Some(yuan(1))),
            &[],
            (sample::pack(), ""),
        );
        let approver = Approver::Above;
        assert_eq!(unknown.unwrap().stage, RedressStage::Proposed { approver });
    }

    #[test]
    fn an_amount_is_more_than_nothing_and_no_slip_of_the_pen() {
        for minor in [0, -1, i64::MIN, MOST + 1, i64::MAX] {
            let amount = Money { minor, ..yuan(1) };
            assert_eq!(
                propose(&sample::found(), Some(amount), &[]),
                Err(Refusal::Amount),
                "{minor}"
            );
        }
        assert_eq!(
            Refusal::Amount.to_string(),
            "an amount is more than 0 and at most 1000000000000 minor units"
        );
        assert_eq!(propose(&sample::found(), None, &[]), Err(Refusal::NoAmount));
        assert_eq!(Refusal::NoAmount.to_string(), "money is proposed with its amount");
    }

    #[test]
    fn the_redress_of_one_case_is_in_one_currency() {
        let there = [redress(1, 10, RedressStage::Approved { approval: own() })];
        let pounds = Money {
            minor: 100,
            currency: "GBP".to_owned().try_into().unwrap(),
        };
        assert_eq!(
            propose(&sample::found(), Some(pounds), &there),
            Err(Refusal::OtherCurrency)
        );
        assert_eq!(
            Refusal::OtherCurrency.to_string(),
            "the redress of one case is in one currency"
        );
    }

    #[test]
    fn redress_follows_a_finding_that_upholds() {
        for early in [sample::assigned(), sample::investigating(), sample::reopened()] {
            assert_eq!(propose(&early, Some(yuan(1)), &[]), Err(Refusal::NotFound));
        }
        assert_eq!(Refusal::NotFound.to_string(), "redress is proposed after the finding");
        let stage = sample::found().stage.with_finding(sample::not_upheld(false));
        let refused = propose(&sample::found().at(stage), Some(yuan(1)), &[]);
        assert_eq!(refused, Err(Refusal::NotUpheld));
        assert_eq!(
            Refusal::NotUpheld.to_string(),
            "redress is for what is upheld, wholly or in part"
        );
    }

    #[test]
    fn while_a_reply_waits_for_approval_no_more_redress_is_proposed() {
        let drafted = sample::found().at(Stage::Found {
            work: sample::work(),
            finding: sample::finding(),
            draft: Some(sample::draft()),
        });
        assert_eq!(propose(&drafted, Some(yuan(1)), &[]), Err(Refusal::DraftWaits));
        assert_eq!(
            Refusal::DraftWaits.to_string(),
            "a reply waits for approval: it is decided before more redress is proposed"
        );
    }

    #[test]
    fn only_the_handler_proposes_and_nothing_is_proposed_in_a_closed_case() {
        let others = decide(
            &sample::found(),
            new("other", Some(yuan(1))),
            &[],
            (sample::pack(), "branch"),
        );
        assert_eq!(others, Err(Refusal::NotTheHandler));
        assert_eq!(Refusal::NotTheHandler.to_string(), "only the handler proposes redress");
        assert_eq!(propose(&sample::closed(), Some(yuan(1)), &[]), Err(Refusal::Closed));
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so no redress is proposed"
        );
    }
}
