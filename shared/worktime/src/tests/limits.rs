//! Limits and reminders (R4.4, R4.7).

use jiff::SignedDuration;

use super::{at, seen, two_shifts};
use crate::{Basis, Limit, WorktimeError};

fn due(from: &str, basis: Basis, amount: u32) -> String {
    let calendar = two_shifts();
    seen(
        &calendar,
        calendar.due(at(&calendar, from), Limit { basis, amount }).unwrap().at,
    )
}

#[test]
fn each_basis_counts_its_own_time() {
    let friday = "2026-03-13 16:00";
    assert_eq!(due(friday, Basis::ClockHours, 1), "2026-03-13 17:00");
    assert_eq!(due(friday, Basis::WorkingHours, 1), "2026-03-16 09:00");
    assert_eq!(due(friday, Basis::WorkingDays, 1), "2026-03-16 17:30");
    assert_eq!(due(friday, Basis::CalendarDays, 1), "2026-03-14 23:59:59");
}

#[test]
fn clock_hours_and_calendar_days_need_no_loaded_year() {
    assert_eq!(due("2031-12-31 23:30", Basis::ClockHours, 2), "2032-01-01 01:30");
    assert_eq!(due("2031-12-31 23:30", Basis::CalendarDays, 15), "2032-01-15 23:59:59");
}

#[test]
fn the_last_calendar_day_is_the_date_that_people_are_told() {
    let calendar = two_shifts();
    let due = calendar
        .add_calendar_days(at(&calendar, "2026-03-01 08:00"), 15)
        .unwrap();
    assert_eq!(due.date.to_string(), "2026-03-16");
    assert_eq!(
        due.explanation.days.len(),
        16,
        "the day of the start, and fifteen that count"
    );
}

#[test]
fn a_limit_of_nothing_too_much_or_backwards_is_refused_with_a_sentence() {
    let calendar = two_shifts();
    let now = at(&calendar, "2026-03-02 09:00");
    for basis in [
        Basis::ClockHours,
        Basis::WorkingHours,
        Basis::WorkingDays,
        Basis::CalendarDays,
    ] {
        let refusal = calendar.due(now, Limit { basis, amount: 0 }).unwrap_err();
        assert_eq!(refusal.to_string(), "a limit is at least 1");
        assert!(
            calendar
                .due(
                    now,
                    Limit {
                        basis,
                        amount: u32::MAX
                    }
                )
                .is_err(),
            "{basis:?}"
        );
    }
    let refusal = calendar.add_calendar_days(now, 10_001).unwrap_err();
    assert_eq!(refusal.to_string(), "a limit is at most 10000 days");
    let refusal = calendar
        .add_working_time(now, SignedDuration::from_secs(-1))
        .unwrap_err();
    assert_eq!(refusal.to_string(), "a duration to add is not negative");
    assert_eq!(
        calendar.add_clock_time(now, SignedDuration::from_secs(-1)),
        Err(WorktimeError::Negative)
    );
    let refusal = calendar
        .working_time_between(now, at(&calendar, "2026-03-02 08:59"))
        .unwrap_err();
    assert_eq!(refusal.to_string(), "the end lies before the start");
    let refusal = calendar
        .add_clock_time(now, SignedDuration::from_hours(100_000_000))
        .unwrap_err();
    assert_eq!(refusal.to_string(), "the date lies beyond the year 9999");
}

#[test]
fn a_reminder_at_half_time_is_measured_in_the_limits_own_time() {
    let calendar = two_shifts();
    let from = at(&calendar, "2026-03-13 16:00");
    let remind = |basis, amount, percent| {
        let due = calendar.due(from, Limit { basis, amount }).unwrap();
        seen(&calendar, calendar.part_way(from, &due, basis, percent).unwrap())
    };
    assert_eq!(remind(Basis::ClockHours, 2, 50), "2026-03-13 17:00");
    assert_eq!(
        remind(Basis::WorkingDays, 1, 50),
        "2026-03-16 12:00",
        "half of half an hour and seven and a half"
    );
    assert_eq!(remind(Basis::WorkingDays, 1, 100), "2026-03-16 17:30");
    assert_eq!(
        remind(Basis::WorkingDays, 1, 200),
        "2026-03-16 17:30",
        "never after it is due"
    );
}

#[test]
fn a_limit_reads_as_people_say_it() {
    assert_eq!(
        Limit {
            basis: Basis::WorkingDays,
            amount: 1
        }
        .to_string(),
        "1 working day"
    );
    assert_eq!(
        Limit {
            basis: Basis::ClockHours,
            amount: 2
        }
        .to_string(),
        "2 clock hours"
    );
}
