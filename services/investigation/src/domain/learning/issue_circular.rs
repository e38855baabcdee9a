//! Issuing a circular (R6.2): to open units, by a day that is to come.

use huiyin_kernel::{Date, UnitPath};

use super::nameless::{self, Named};
use super::{Addressed, Circular};
use crate::domain::Refuses;

/// Why a circular is not issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Somebody can be told by it, or nobody has looked.
    #[error(transparent)]
    Named(#[from] Named),
    /// Nobody would hear of it.
    #[error("a circular goes to at least one other open unit")]
    Nobody,
    /// The day is over.
    #[error("the day by which it is acknowledged is over already")]
    Past,
}

impl Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Named(named) => named.code(),
            Self::Nobody => "circular_to_nobody",
            Self::Past => "day_past",
        }
    }
}

/// Issues it to those of these open units that did not issue it themselves.
pub(crate) fn decide(
    circular: &Circular,
    confirmed: bool,
    units: Vec<UnitPath>,
    today: Date,
) -> Result<Vec<Addressed>, Refusal> {
    nameless::check(confirmed, &[&circular.title, &circular.text])?;
    if circular.due < today {
        return Err(Refusal::Past);
    }
    let addressed: Vec<Addressed> = units
        .into_iter()
        .filter(|unit| *unit != circular.unit)
        .map(|unit| Addressed {
            unit,
            acknowledged: None,
        })
        .collect();
    if addressed.is_empty() {
        return Err(Refusal::Nobody);
    }
    Ok(addressed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{circular, words};

    fn units(paths: &[&str]) -> Vec<UnitPath> {
        paths.iter().map(|path| path.parse().unwrap()).collect()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn r6_2_a_circular_goes_to_each_unit_but_the_one_that_issues_it() {
        let to = decide(&circular(), true, units(&["ho", "ho.b01", "ho.b02"]), day("2026-12-01")).unwrap();
        let to: Vec<&str> = to.iter().map(|one| one.unit.as_str()).collect();
        assert_eq!(to, ["ho.b01", "ho.b02"]);
    }

    #[test]
    fn a_circular_to_nobody_or_by_a_day_that_is_over_is_refused() {
        let alone = decide(&circular(), true, units(&["ho"]), day("2026-12-01"));
        assert_eq!(alone, Err(Refusal::Nobody));
        assert_eq!(
            Refusal::Nobody.to_string(),
            "a circular goes to at least one other open unit"
        );
        let late = decide(&circular(), true, units(&["ho.b01"]), day("2026-12-12"));
        assert_eq!(late, Err(Refusal::Past));
        assert_eq!(
            Refusal::Past.to_string(),
            "the day by which it is acknowledged is over already"
        );
    }

    #[test]
    fn r8_1_a_circular_names_no_person_and_its_sender_confirms_it() {
        let named = Circular {
            text: words("the customer of 13900000000 waited"),
            ..circular()
        };
        let refused = decide(&named, true, units(&["ho.b01"]), day("2026-12-01"));
        assert_eq!(refused, Err(Refusal::Named(Named::Personal)));
        let unlooked = decide(&circular(), false, units(&["ho.b01"]), day("2026-12-01"));
        assert_eq!(unlooked, Err(Refusal::Named(Named::Unconfirmed)));
    }
}
