//! The decision on an appeal against a sanction (R6.3): by the appeals body, by nobody who proposed or imposed it (P16). It is the last word.

use super::sanction::{Sanction, SanctionStage, is};
use super::{Approver, Case, Decider, Words};

/// The duty that hears appeals (R2.2).
pub(crate) const BODY: &str = "appeals_body";

/// Why a decision is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is none of that id.
    #[error("the case has no such sanction")]
    Unknown,
    /// Nobody appealed.
    #[error("no appeal against this sanction waits for a decision")]
    NotAppealed,
    /// They had a hand in it.
    #[error("who proposed or imposed a sanction does not decide on the appeal")]
    Involved,
    /// It hits them.
    #[error("nobody decides on a sanction against themself")]
    Themself,
    /// They are not the appeals body.
    #[error("an appeal against a sanction is decided by the appeals body")]
    NoAuthority,
}

refusals! { Refusal,
    Unknown => "unknown_sanction",
    NotAppealed => "not_appealed",
    Involved => "sanction_involved",
    Themself => "sanction_themself",
    NoAuthority => "no_authority",
}

/// Decides: the sanction stays, or is lifted.
pub(crate) fn decide(
    case: &Case,
    sanction: Option<&Sanction>,
    decider: &Decider,
    stays: bool,
    reasons: Words,
) -> Result<Sanction, Refusal> {
    let sanction = sanction.ok_or(Refusal::Unknown)?;
    let SanctionStage::Appealed { imposed, grounds, .. } = &sanction.stage else {
        return Err(Refusal::NotAppealed);
    };
    if sanction.proposed.by == decider.by || imposed.by == decider.by {
        return Err(Refusal::Involved);
    }
    if is(&decider.by, &sanction.person) {
        return Err(Refusal::Themself);
    }
    if !decider.may(&Approver::Duty(BODY.to_owned()), &sanction.unit) && !decider.inspects(case) {
        return Err(Refusal::NoAuthority);
    }
    let stage = SanctionStage::Settled {
        imposed: imposed.clone(),
        stays,
        grounds: grounds.clone(),
        reasons,
        mark: decider.mark(),
    };
    Ok(Sanction {
        stage,
        ..sanction.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, decider, mark, sanction, words};

    fn appealed() -> Sanction {
        sanction(SanctionStage::Appealed {
            imposed: mark("boss"),
            grounds: words("the camera shows it"),
            mark: mark("clerk"),
        })
    }

    fn by(who: &str, duty: &str, stays: bool) -> Result<Sanction, Refusal> {
        let decider = Decider {
            duties: vec![duty.to_owned()],
            ..decider(who, "ho")
        };
        decide(
            &sample::closed(),
            Some(&appealed()),
            &decider,
            stays,
            words("as the record shows"),
        )
    }

    #[test]
    fn r6_3_the_appeals_body_confirms_or_lifts_and_has_the_last_word() {
        let confirmed = by("judge", BODY, true).unwrap();
        assert_eq!((confirmed.state(), confirmed.counts()), ("confirmed", true));
        let lifted = by("judge", BODY, false).unwrap();
        assert_eq!((lifted.state(), lifted.counts()), ("lifted", false));
        let again = decide(
            &sample::closed(),
            Some(&lifted),
            &decider("judge", "ho"),
            true,
            words("no"),
        );
        assert_eq!(again, Err(Refusal::NotAppealed));
        assert_eq!(
            Refusal::NotAppealed.to_string(),
            "no appeal against this sanction waits for a decision"
        );
        assert_eq!(
            decide(&sample::closed(), None, &decider("judge", "ho"), true, words("no")),
            Err(Refusal::Unknown)
        );
        assert_eq!(Refusal::Unknown.to_string(), "the case has no such sanction");
    }

    #[test]
    fn p16_nobody_who_had_a_hand_in_it_decides() {
        for involved in ["handler", "boss"] {
            assert_eq!(by(involved, BODY, true), Err(Refusal::Involved), "{involved}");
        }
        assert_eq!(
            Refusal::Involved.to_string(),
            "who proposed or imposed a sanction does not decide on the appeal"
        );
        assert_eq!(by("teller", BODY, false), Err(Refusal::Themself));
        assert_eq!(
            Refusal::Themself.to_string(),
            "nobody decides on a sanction against themself"
        );
        assert_eq!(by("judge", "legal", true), Err(Refusal::NoAuthority));
        assert_eq!(
            Refusal::NoAuthority.to_string(),
            "an appeal against a sanction is decided by the appeals body"
        );
    }
}
