//! Proposing an improvement (R6.2): for a root cause of the pack, to an open unit that owns the product or the process, by a day.

use huiyin_kernel::{Date, UnitPath};
use huiyin_policy::Pack;

use super::Improvement;
use super::nameless::{self, Named};
use crate::domain::Refuses;

/// Why an improvement is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Somebody can be told by it, or nobody has looked.
    #[error(transparent)]
    Named(#[from] Named),
    /// The pack has no such cause.
    #[error("the policy pack has no such root cause")]
    UnknownCause,
    /// Nobody is there.
    #[error("the organisation has no open unit {0}")]
    NoSuchUnit(UnitPath),
    /// The day is over.
    #[error("the day by which it is done is over already")]
    Past,
}

impl Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Named(named) => named.code(),
            Self::UnknownCause => "unknown_cause",
            Self::NoSuchUnit(_) => "no_such_unit",
            Self::Past => "day_past",
        }
    }
}

/// Takes it; `is_open` says whether a unit is there.
pub(crate) fn decide(
    improvement: Improvement,
    confirmed: bool,
    pack: &Pack,
    is_open: impl Fn(&UnitPath) -> bool,
    today: Date,
) -> Result<Improvement, Refusal> {
    nameless::check(confirmed, &[&improvement.title, &improvement.what])?;
    let mut causes = pack.lists().root_causes.iter();
    if !causes.any(|cause| cause.code == improvement.cause.as_str()) {
        return Err(Refusal::UnknownCause);
    }
    for unit in [&improvement.owner, &improvement.reach] {
        if !is_open(unit) {
            return Err(Refusal::NoSuchUnit(unit.clone()));
        }
    }
    if improvement.due < today {
        return Err(Refusal::Past);
    }
    Ok(improvement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Code;
    use crate::domain::sample::{self, improvement, words};

    fn propose(improvement: Improvement, confirmed: bool, today: &str) -> Result<Improvement, Refusal> {
        let is_open = |unit: &UnitPath| unit.as_str() != "ho.gone";
        decide(improvement, confirmed, sample::pack(), is_open, today.parse().unwrap())
    }

    #[test]
    fn r6_2_a_proposal_goes_to_its_owner_with_a_day() {
        let taken = propose(improvement(), true, "2026-12-31").unwrap();
        assert_eq!((taken.state(), taken.owner.as_str()), ("open", "ho.d01"));
        assert!(!taken.is_overdue("2026-12-31".parse().unwrap()));
        assert!(taken.is_overdue("2027-01-01".parse().unwrap()));
    }

    #[test]
    fn an_unknown_cause_a_closed_unit_and_a_day_that_is_over_are_refused() {
        let cause = Improvement {
            cause: Code::new("moon_phase").unwrap(),
            ..improvement()
        };
        assert_eq!(propose(cause, true, "2026-12-01"), Err(Refusal::UnknownCause));
        assert_eq!(
            Refusal::UnknownCause.to_string(),
            "the policy pack has no such root cause"
        );
        let gone: UnitPath = "ho.gone".parse().unwrap();
        for closed in [
            Improvement {
                owner: gone.clone(),
                ..improvement()
            },
            Improvement {
                reach: gone.clone(),
                ..improvement()
            },
        ] {
            let refused = propose(closed, true, "2026-12-01").unwrap_err();
            assert_eq!(refused, Refusal::NoSuchUnit(gone.clone()));
            assert_eq!(refused.to_string(), "the organisation has no open unit ho.gone");
        }
        assert_eq!(propose(improvement(), true, "2027-01-01"), Err(Refusal::Past));
        assert_eq!(Refusal::Past.to_string(), "the day by which it is done is over already");
    }

    #[test]
    fn r8_1_a_proposal_names_no_person() {
        let named = Improvement {
            what: words("write to a@mail.invalid"),
            ..improvement()
        };
        let refused = propose(named, true, "2026-12-01");
        assert_eq!(refused, Err(Refusal::Named(Named::Personal)));
        let unlooked = propose(improvement(), false, "2026-12-01");
        assert_eq!(unlooked, Err(Refusal::Named(Named::Unconfirmed)));
    }
}
