//! A working day passed without its return: it is reported, once (R3.7).

use huiyin_contracts::events::books::OpinionBookMissedV1;
use huiyin_kernel::{Date, Timestamp};

use super::end::is_before;
use super::schedule::Schedule;
use super::{Book, Next};
use crate::domain::unit::Unit;

/// What comes of a book whose day is due at `now`: the book as it waits for the next day, and the day where it was missed. After a
/// time without this service each day has its turn.
pub(crate) fn decide(
    book: Book,
    unit: Option<&Unit>,
    returned: bool,
    schedule: &Schedule,
    now: Timestamp,
) -> (Book, Option<OpinionBookMissedV1>) {
    let open = unit.is_some_and(|unit| unit.open);
    match book.next {
        Next::Waiting { day, due } if due <= now => {
            // The calendar may have been corrected since the day was written down.
            let zone = unit.map_or("UTC", |unit| unit.time_zone.as_str());
            let now_says = day.yesterday().map(|before| schedule.after(before, zone, now));
            if matches!(now_says, Ok(Next::Waiting { day: other, .. }) if other != day) {
                return (go_on(book, day.yesterday().unwrap_or(day), unit, schedule, now), None);
            }
            // A unit that is closed has nobody who looks (R2.1).
            let missed = (open && !returned).then(|| missed(&book, day, due));
            (go_on(book, day, unit, schedule, now), missed)
        }
        Next::Unset { after, look } if look <= now => (go_on(book, after, unit, schedule, now), None),
        _ => (book, None),
    }
}

fn go_on(book: Book, after: Date, unit: Option<&Unit>, schedule: &Schedule, now: Timestamp) -> Book {
    let zone = unit.map_or("UTC", |unit| unit.time_zone.as_str());
    let next = match (book.to, schedule.after(after, zone, now)) {
        // The day on which it ended is not asked for.
        (Some(to), Next::Waiting { day, .. }) if day >= to => Next::Never,
        (Some(to), Next::Unset { after, .. }) if !is_before(after, to) => Next::Never,
        (_, next) => next,
    };
    Book { next, ..book }
}

/// The unit above is told; where there is none, the unit itself.
fn missed(book: &Book, day: Date, due: Timestamp) -> OpinionBookMissedV1 {
    OpinionBookMissedV1 {
        book: book.id,
        unit: book.path.clone(),
        code: book.code.clone(),
        day,
        due,
        to: book.path.parent().unwrap_or_else(|| book.path.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{book, day, instant, schedule};
    use super::*;
    use crate::domain::samples::{code, directory};

    fn waiting(on: &str, due: &str) -> Book {
        let next = Next::Waiting {
            day: day(on),
            due: instant(due),
        };
        Book { next, ..book() }
    }

    fn unit() -> Unit {
        directory().named.remove(&code("o1")).unwrap()
    }

    fn next_day(book: &Book) -> Option<String> {
        match book.next {
            Next::Waiting { day, .. } => Some(day.to_string()),
            _ => None,
        }
    }

    #[test]
    fn a_day_without_a_return_is_told_to_the_unit_above_and_one_with_is_not() {
        let (book, now) = (
            waiting("2026-09-30", "2026-10-08T09:00:00Z"),
            instant("2026-10-08T09:00:00Z"),
        );
        let (next, missed) = decide(book.clone(), Some(&unit()), false, &schedule(), now);
        let missed = missed.unwrap();
        assert_eq!((missed.day, missed.to.as_str()), (day("2026-09-30"), "ho.b01"));
        assert_eq!(
            next_day(&next).as_deref(),
            Some("2026-10-08"),
            "the holiday is no missed day"
        );
        let (next, missed) = decide(book.clone(), Some(&unit()), true, &schedule(), now);
        assert_eq!((missed, next_day(&next).as_deref()), (None, Some("2026-10-08")));
        let early = instant("2026-10-08T08:59:59Z");
        assert_eq!(
            decide(book.clone(), Some(&unit()), false, &schedule(), early),
            (book, None)
        );
    }

    #[test]
    fn a_closed_unit_misses_nothing_and_a_book_that_ended_asks_for_no_more() {
        let now = instant("2026-11-30T00:00:00Z");
        let book = waiting("2026-11-23", "2026-11-24T09:00:00Z");
        let closed = Unit { open: false, ..unit() };
        assert_eq!(decide(book.clone(), Some(&closed), false, &schedule(), now).1, None);
        let ended = Book {
            to: Some(day("2026-11-24")),
            ..book
        };
        let (ended, missed) = decide(ended, Some(&unit()), false, &schedule(), now);
        assert!(missed.is_some(), "what was before its end is missed all the same");
        assert_eq!(ended.next, Next::Never);
    }

    #[test]
    fn a_day_that_became_a_holiday_is_not_missed_and_one_that_became_work_before_it_is_waited_for() {
        let now = instant("2026-10-11T00:00:00Z");
        let of = |on: &str| {
            decide(
                waiting(on, "2026-10-10T09:00:00Z"),
                Some(&unit()),
                false,
                &schedule(),
                now,
            )
        };
        let (moved, missed) = of("2026-10-01");
        assert_eq!((next_day(&moved).as_deref(), missed), (Some("2026-10-08"), None));
        let (next, missed) = of("2026-10-10");
        assert_eq!(
            (next_day(&next).as_deref(), missed.is_some()),
            (Some("2026-10-12"), true),
            "a make-up day"
        );
    }

    #[test]
    fn of_a_book_that_ended_before_its_calendar_came_the_days_before_are_asked_for() {
        let unset = |to: &str| Book {
            next: Next::Unset {
                after: day("2026-11-20"),
                look: instant("2026-11-25T00:00:00Z"),
            },
            to: Some(day(to)),
            ..book()
        };
        let now = instant("2026-11-25T00:00:00Z");
        let look = |to| decide(unset(to), Some(&unit()), false, &schedule(), now).0;
        assert_eq!(next_day(&look("2026-11-25")).as_deref(), Some("2026-11-23"));
        assert_eq!(look("2026-11-23").next, Next::Never);
    }

    #[test]
    fn a_calendar_that_came_late_is_gone_on_with() {
        let next = Next::Unset {
            after: day("2026-11-20"),
            look: instant("2026-11-23T00:00:00Z"),
        };
        let unset = Book { next, ..book() };
        let (set, missed) = decide(
            unset,
            Some(&unit()),
            false,
            &schedule(),
            instant("2026-11-23T00:00:00Z"),
        );
        assert_eq!((next_day(&set).as_deref(), missed), (Some("2026-11-23"), None));
    }
}
