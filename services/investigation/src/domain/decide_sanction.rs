//! Deciding on a sanction (R6.3): by a level above whom it hits, by another person than who proposed it (P16); then who is hit may appeal.

use huiyin_policy::{Opens, Pack};

use super::sanction::{Sanction, SanctionStage, is};
use super::{Approver, Case, Decider, Words};

/// Why a decision is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is none of that id.
    #[error("the case has no such sanction")]
    Unknown,
    /// It is decided.
    #[error("the sanction does not wait for a decision")]
    NotProposed,
    /// It is their own.
    #[error("nobody decides on a sanction that they proposed themself")]
    OwnProposal,
    /// It hits them.
    #[error("nobody decides on a sanction against themself")]
    Themself,
    /// They are not above.
    #[error("a sanction is decided by a level above whom it hits")]
    NoAuthority,
    /// Nobody says why.
    #[error("a sanction is refused with a reason")]
    NoReason,
    /// Nobody can say by when to appeal.
    #[error("the policy's calendar does not reach the last day to appeal: the sanction is decided once it does")]
    NoCalendar,
}

refusals! { Refusal,
    Unknown => "unknown_sanction",
    NotProposed => "sanction_decided",
    OwnProposal => "own_sanction_proposal",
    Themself => "sanction_themself",
    NoAuthority => "no_authority",
    NoReason => "no_reason",
    NoCalendar => "sanction_no_calendar",
}

/// Decides in a case; `refused` is the reason where it is refused, `Some(None)` where nobody gave one.
pub(crate) fn decide(
    case: &Case,
    sanction: Option<&Sanction>,
    decider: &Decider,
    refused: Option<Option<Words>>,
    pack: &Pack,
) -> Result<Sanction, Refusal> {
    let sanction = sanction.ok_or(Refusal::Unknown)?;
    if sanction.stage != SanctionStage::Proposed {
        return Err(Refusal::NotProposed);
    }
    if sanction.proposed.by == decider.by {
        return Err(Refusal::OwnProposal);
    }
    if is(&decider.by, &sanction.person) {
        return Err(Refusal::Themself);
    }
    if !decider.may(&Approver::Above, &sanction.unit) && !decider.inspects(case) {
        return Err(Refusal::NoAuthority);
    }
    let mark = decider.mark();
    let stage = match refused {
        Some(None) => return Err(Refusal::NoReason),
        Some(Some(reason)) => SanctionStage::Refused { reason, mark },
        None => {
            let window = pack
                .terms()
                .windows
                .iter()
                .find(|window| window.opens == Opens::Sanction);
            let last = window.map(|window| window.within.last_day(pack.default_calendar(), mark.at));
            let appeal_by = last.transpose().map_err(|_| Refusal::NoCalendar)?;
            SanctionStage::Imposed { mark, appeal_by }
        }
    };
    Ok(Sanction {
        stage,
        ..sanction.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, decider, sanction, words};

    fn by(who: &str, unit: &str, refused: Option<Option<Words>>) -> Result<Sanction, Refusal> {
        let proposed = sanction(SanctionStage::Proposed);
        decide(
            &sample::found(),
            Some(&proposed),
            &decider(who, unit),
            refused,
            sample::pack(),
        )
    }

    #[test]
    fn r6_3_a_level_above_imposes_it_with_the_last_day_to_appeal_or_refuses_it_with_a_reason() {
        let imposed = by("boss", "ho.b01", None).unwrap();
        let SanctionStage::Imposed { appeal_by, .. } = &imposed.stage else {
            panic!("it is imposed")
        };
        assert!(appeal_by.is_some(), "the pack gives 10 working days");
        let refused = by("boss", "ho", Some(Some(words("too hard")))).unwrap();
        assert_eq!((imposed.state(), refused.state()), ("imposed", "refused"));
        assert_eq!(by("boss", "ho", Some(None)), Err(Refusal::NoReason));
        assert_eq!(Refusal::NoReason.to_string(), "a sanction is refused with a reason");
    }

    #[test]
    fn p16_another_person_decides_and_neither_who_is_hit_nor_a_unit_beside_or_below() {
        assert_eq!(by("handler", "ho", None), Err(Refusal::OwnProposal));
        assert_eq!(
            Refusal::OwnProposal.to_string(),
            "nobody decides on a sanction that they proposed themself"
        );
        assert_eq!(by("teller", "ho", None), Err(Refusal::Themself));
        assert_eq!(
            Refusal::Themself.to_string(),
            "nobody decides on a sanction against themself"
        );
        for unit in ["ho.b01.o0123", "ho.b02"] {
            assert_eq!(by("boss", unit, None), Err(Refusal::NoAuthority), "{unit}");
        }
        assert_eq!(
            Refusal::NoAuthority.to_string(),
            "a sanction is decided by a level above whom it hits"
        );
    }

    #[test]
    fn r8_2_in_a_restricted_case_discipline_inspection_decides_where_no_level_above_may_see_it() {
        let proposed = sanction(SanctionStage::Proposed);
        let inspector = Decider {
            duties: vec!["discipline_inspection".to_owned()],
            ..decider("inspector", "ho.inspection")
        };
        let restricted = Case {
            restricted: true,
            ..sample::found()
        };
        assert!(decide(&restricted, Some(&proposed), &inspector, None, sample::pack()).is_ok());
        let open = decide(&sample::found(), Some(&proposed), &inspector, None, sample::pack());
        assert_eq!(open, Err(Refusal::NoAuthority));
    }

    #[test]
    fn it_is_decided_once() {
        let imposed = by("boss", "ho", None).unwrap();
        let again = decide(
            &sample::found(),
            Some(&imposed),
            &decider("boss", "ho"),
            None,
            sample::pack(),
        );
        assert_eq!(again, Err(Refusal::NotProposed));
        assert_eq!(
            Refusal::NotProposed.to_string(),
            "the sanction does not wait for a decision"
        );
        let none = decide(&sample::found(), None, &decider("boss", "ho"), None, sample::pack());
        assert_eq!(none, Err(Refusal::Unknown));
        assert_eq!(Refusal::Unknown.to_string(), "the case has no such sanction");
    }

    #[test]
    fn a_last_day_that_no_calendar_tells_is_not_guessed() {
        let late = Decider {
            at: huiyin_kernel::Timestamp::MAX,
            ..decider("boss", "ho")
        };
        let proposed = sanction(SanctionStage::Proposed);
        assert_eq!(
            decide(&sample::found(), Some(&proposed), &late, None, sample::pack()),
            Err(Refusal::NoCalendar)
        );
        assert_eq!(
            Refusal::NoCalendar.to_string(),
            "the policy's calendar does not reach the last day to appeal: the sanction is decided once it does"
        );
    }
}
