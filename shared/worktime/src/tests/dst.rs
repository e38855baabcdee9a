//! Days on which the clocks change.

use jiff::SignedDuration;

use super::{at, daily, seen};
use crate::Calendar;

fn london(periods: &str) -> Calendar {
    daily("Europe/London", periods, &[2026])
}

fn worked_minutes(calendar: &Calendar, date: &str) -> i64 {
    let day = calendar.day(date.parse().unwrap()).unwrap();
    day.spans.iter().map(|span| span.length().as_mins()).sum()
}

#[test]
fn a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() {
    for (zone, spring, autumn) in [
        ("Europe/London", "2026-03-29", "2026-10-25"),
        ("America/New_York", "2026-03-08", "2026-11-01"),
    ] {
        let calendar = daily(zone, "\"00:00-08:00\"", &[2026]);
        assert_eq!(worked_minutes(&calendar, spring), 7 * 60, "{zone}");
        assert_eq!(worked_minutes(&calendar, autumn), 9 * 60, "{zone}");
    }
}

#[test]
fn working_time_is_real_time_across_the_change() {
    let calendar = london("\"00:00-24:00\"");
    let due = |from| {
        calendar
            .add_working_time(at(&calendar, from), SignedDuration::from_hours(2))
            .unwrap()
            .at
    };
    assert_eq!(seen(&calendar, due("2026-03-29 00:30")), "2026-03-29 03:30");
    assert_eq!(seen(&calendar, due("2026-10-25 00:30")), "2026-10-25 01:30");
}

#[test]
fn a_period_that_starts_in_the_gap_starts_after_it() {
    let calendar = london("\"01:30-05:00\"");
    let day = calendar.day("2026-03-29".parse().unwrap()).unwrap();
    assert_eq!(seen(&calendar, day.spans[0].from), "2026-03-29 02:30");
    assert_eq!(worked_minutes(&calendar, "2026-03-29"), 150);
}

#[test]
fn a_period_that_starts_in_the_fold_starts_at_its_first_hour() {
    let calendar = london("\"01:30-05:00\"");
    assert_eq!(worked_minutes(&calendar, "2026-10-25"), 270);
    let calendar = london("\"00:00-01:30\"");
    assert_eq!(
        worked_minutes(&calendar, "2026-10-25"),
        90,
        "and one that ends in it ends in its first"
    );
}

#[test]
fn periods_pushed_together_by_the_gap_do_not_count_twice() {
    let calendar = london("\"00:30-01:30\", \"01:30-02:00\", \"02:00-03:00\"");
    assert_eq!(
        worked_minutes(&calendar, "2026-03-29"),
        90,
        "from 00:30 to the gap, and from the gap to 03:00"
    );
    assert_eq!(worked_minutes(&calendar, "2026-03-30"), 150);
}

#[test]
fn a_day_whose_only_period_the_gap_swallows_is_no_working_day() {
    // Samoa had no 30 December 2011.
    let calendar = daily("Pacific/Apia", "\"08:00-16:00\"", &[2011, 2012]);
    let due = calendar.add_working_days(at(&calendar, "2011-12-29 10:00"), 1).unwrap();
    assert_eq!(seen(&calendar, due.at), "2011-12-31 16:00");
    assert!(
        due.explanation
            .to_string()
            .contains("2011-12-30 friday skipped: the change of clocks left no working time")
    );
}

#[test]
fn a_day_that_starts_or_ends_at_the_change_keeps_all_its_time() {
    // Cairo's clocks go from 24:00 to 01:00 on 24 April 2026, and from 24:00 back to 23:00 on 29 October.
    let calendar = daily("Africa/Cairo", "\"00:00-24:00\"", &[2026]);
    assert_eq!(worked_minutes(&calendar, "2026-04-24"), 23 * 60);
    assert_eq!(worked_minutes(&calendar, "2026-04-23"), 24 * 60);
    assert_eq!(worked_minutes(&calendar, "2026-10-29"), 25 * 60);
    let due = calendar
        .add_calendar_days(at(&calendar, "2026-04-22 10:00"), 1)
        .unwrap();
    assert_eq!(seen(&calendar, due.at), "2026-04-23 23:59:59");
}

#[test]
fn dates_never_run_backwards_where_the_clocks_fall_back_over_midnight() {
    // St John's went from 00:01 back to 23:01 of the day before, on 7 November 2010.
    let calendar = daily("America/St_Johns", "\"00:00-24:00\"", &[2010]);
    let before = at(&calendar, "2010-11-06 22:00");
    let mut last = calendar.date_of(before);
    for minute in 0..240 {
        let now = before + SignedDuration::from_mins(minute);
        assert!(calendar.date_of(now) >= last);
        last = calendar.date_of(now);
        let worked = calendar.working_time_between(before, now).unwrap().value;
        assert_eq!(worked.as_mins(), minute, "all of it is working time");
    }
}

#[test]
fn the_explanation_of_such_a_day_gives_the_true_length() {
    let calendar = london("\"00:00-08:00\"");
    let due = calendar.add_working_days(at(&calendar, "2026-03-28 10:00"), 1).unwrap();
    assert!(
        due.explanation
            .to_string()
            .contains("counted: working day; 00:00-08:00 (7 h)"),
        "{}",
        due.explanation
    );
}
