//! Who is reminded of a circular (R6.2): each unit that has not acknowledged it when its day is over, once.

use huiyin_kernel::{Date, UnitPath};

use super::{Addressed, Circular};

/// The units that are reminded today; none while there is time.
pub(crate) fn decide(circular: &Circular, to: &[Addressed], today: Date) -> Vec<UnitPath> {
    if today <= circular.due {
        return Vec::new();
    }
    let silent = to.iter().filter(|one| one.acknowledged.is_none());
    silent.map(|one| one.unit.clone()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::sample::{mark, words};

    #[test]
    fn r6_2_who_has_not_acknowledged_it_is_reminded_when_its_day_is_over() {
        let circular = Circular {
            id: uuid::Uuid::from_u128(1),
            unit: "ho".parse().unwrap(),
            title: words("Queues at noon"),
            text: words("Two counters stay open."),
            due: date(2026, 12, 11),
            issued: mark("desk"),
        };
        let unit = |path: &str, acknowledged| Addressed {
            unit: path.parse().unwrap(),
            acknowledged,
        };
        let to = [unit("ho.b01", Some(mark("clerk"))), unit("ho.b02", None)];
        let reminded = |today| decide(&circular, &to, today);
        assert_eq!(reminded(date(2026, 12, 11)), [], "its last day is not over");
        assert_eq!(reminded(date(2026, 12, 12)), ["ho.b02".parse().unwrap()]);
    }
}
