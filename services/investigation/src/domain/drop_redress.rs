//! Redress that is not delivered is given up (R5.7): the complainant does not want it, or the finding that it rested on was overruled.
//!
//! What the complainant was promised is not the handler's to take back: a level above does that, and never the handler (P16).

use super::{Approver, Case, Decider, Redress, RedressStage, Stage, Words};

/// Why redress is not dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is none of that id.
    #[error("the case has no such redress")]
    Unknown,
    /// It is given.
    #[error("what was delivered is not dropped")]
    Delivered,
    /// Nobody owes it.
    #[error("the redress was refused or dropped already")]
    NotStanding,
    /// The reply says what is given.
    #[error("a reply waits for approval: it is decided before redress is dropped")]
    DraftWaits,
    /// Somebody else works on it.
    #[error("only the handler drops redress that nobody was promised")]
    NotTheHandler,
    /// It was promised, or the case is over.
    #[error(
        "redress that was promised, or of a closed case, is dropped by a level above the unit, and not by the handler"
    )]
    Promised,
    /// The file is away.
    #[error("the file is in the archive, so no redress is dropped")]
    Archived,
}

refusals! { Refusal,
    Unknown => "unknown_redress",
    Delivered => "already_delivered",
    NotStanding => "not_standing",
    DraftWaits => "draft_waits",
    NotTheHandler => "not_the_handler",
    Promised => "promised",
    Archived => "case_archived",
}

/// Drops it with a reason. Who had approved it stays with it.
pub(crate) fn decide(
    case: &Case,
    redress: Option<&Redress>,
    reason: Words,
    decider: &Decider,
) -> Result<Redress, Refusal> {
    match &case.stage {
        Stage::Archived { .. } => return Err(Refusal::Archived),
        Stage::Found { draft: Some(draft), .. } if draft.waits() => return Err(Refusal::DraftWaits),
        _ => {}
    }
    let redress = redress.ok_or(Refusal::Unknown)?;
    let approval = match &redress.stage {
        RedressStage::Proposed { .. } => None,
        RedressStage::Approved { approval } => Some(approval.clone()),
        RedressStage::Delivered { .. } => return Err(Refusal::Delivered),
        RedressStage::Refused { .. } | RedressStage::Dropped { .. } => return Err(Refusal::NotStanding),
    };
    whose(case, redress, decider)?;
    Ok(Redress {
        stage: RedressStage::Dropped {
            approval,
            reason,
            mark: decider.mark(),
        },
        ..redress.clone()
    })
}

fn whose(case: &Case, redress: &Redress, decider: &Decider) -> Result<(), Refusal> {
    let handles = case.stage.work().is_some_and(|work| work.handler == decider.by);
    let promised = case
        .answered
        .as_ref()
        .is_some_and(|answered| redress.proposed.at <= answered.at);
    if !promised && case.stage.closing().is_none() {
        return if handles { Ok(()) } else { Err(Refusal::NotTheHandler) };
    }
    let own = redress.proposed.by == decider.by;
    if handles || own || !decider.may(&Approver::Above, &case.unit) {
        return Err(Refusal::Promised);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, decider, mark, own, redress, words};

    fn owed() -> Redress {
        redress(1, 10, RedressStage::Approved { approval: own() })
    }

    fn drops(case: &Case, redress: &Redress, who: &str, unit: &str) -> Result<Redress, Refusal> {
        decide(case, Some(redress), words("she does not want it"), &decider(who, unit))
    }

    #[test]
    fn before_the_reply_the_handler_drops_what_is_proposed_or_owed() {
        let approver = Approver::Above;
        for stage in [RedressStage::Proposed { approver }, owed().stage] {
            let dropped = drops(&sample::found(), &redress(1, 10, stage), "handler", "ho.b01").unwrap();
            assert_eq!((dropped.state(), dropped.counts()), ("dropped", false));
        }
        assert_eq!(
            drops(&sample::found(), &owed(), "other", "ho"),
            Err(Refusal::NotTheHandler)
        );
        assert_eq!(
            Refusal::NotTheHandler.to_string(),
            "only the handler drops redress that nobody was promised"
        );
    }

    #[test]
    fn p16_what_was_promised_is_dropped_above_and_not_by_the_handler() {
        let promised = Redress {
            proposed: crate::domain::Mark {
                at: sample::at(3),
                ..mark("handler")
            },
            ..owed()
        };
        for case in [sample::replied(), sample::followed_up(), sample::closed()] {
            assert_eq!(drops(&case, &promised, "handler", "ho"), Err(Refusal::Promised));
            assert_eq!(drops(&case, &promised, "clerk", "ho.b01"), Err(Refusal::Promised));
            assert!(drops(&case, &promised, "boss", "ho").is_ok());
        }
        assert_eq!(
            Refusal::Promised.to_string(),
            "redress that was promised, or of a closed case, is dropped by a level above the unit, and not by the handler"
        );
        let later = owed();
        assert!(
            drops(&sample::replied(), &later, "handler", "ho.b01").is_ok(),
            "proposed after the answer"
        );
    }

    #[test]
    fn what_is_given_refused_dropped_or_unknown_is_not_dropped() {
        let (proof, reason) = (words("transfer 1"), words("too much"));
        let given = RedressStage::Delivered {
            approval: own(),
            proof,
            mark: mark("handler"),
        };
        let refused = RedressStage::Refused {
            reason,
            mark: mark("boss"),
        };
        let drops = |stage| drops(&sample::found(), &redress(1, 10, stage), "handler", "ho.b01");
        assert_eq!(drops(given), Err(Refusal::Delivered));
        assert_eq!(Refusal::Delivered.to_string(), "what was delivered is not dropped");
        assert_eq!(drops(refused), Err(Refusal::NotStanding));
        assert_eq!(
            Refusal::NotStanding.to_string(),
            "the redress was refused or dropped already"
        );
        let unknown = decide(&sample::found(), None, words("x"), &decider("handler", "ho"));
        assert_eq!(unknown, Err(Refusal::Unknown));
        assert_eq!(Refusal::Unknown.to_string(), "the case has no such redress");
    }

    #[test]
    fn not_while_a_reply_waits_that_offers_it_and_not_in_the_archive() {
        let drafted = sample::found().at(Stage::Found {
            work: sample::work(),
            finding: sample::finding(),
            draft: Some(sample::draft()),
        });
        assert_eq!(drops(&drafted, &owed(), "handler", "ho.b01"), Err(Refusal::DraftWaits));
        assert_eq!(
            Refusal::DraftWaits.to_string(),
            "a reply waits for approval: it is decided before redress is dropped"
        );
        assert_eq!(
            drops(&sample::archived(), &owed(), "boss", "ho"),
            Err(Refusal::Archived)
        );
        assert_eq!(
            Refusal::Archived.to_string(),
            "the file is in the archive, so no redress is dropped"
        );
    }
}
