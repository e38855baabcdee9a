//! Several periods a day, a holiday, a make-up Saturday (R4.6).

use jiff::SignedDuration;

use super::{at, calendar, seen, two_shifts};
use crate::{DayReason, WorktimeError};

fn working_days(from: &str, days: u32) -> String {
    let calendar = two_shifts();
    seen(
        &calendar,
        calendar.add_working_days(at(&calendar, from), days).unwrap().at,
    )
}

fn working_minutes(from: &str, minutes: i64) -> String {
    let calendar = two_shifts();
    let due = calendar
        .add_working_time(at(&calendar, from), SignedDuration::from_mins(minutes))
        .unwrap();
    seen(&calendar, due.at)
}

#[test]
fn n_working_days_end_with_the_last_period_of_the_nth_working_day() {
    assert_eq!(working_days("2026-03-02 09:00", 1), "2026-03-03 17:30");
    assert_eq!(working_days("2026-03-02 09:00", 2), "2026-03-04 17:30");
    assert_eq!(
        working_days("2026-03-09 09:00", 4),
        "2026-03-13 16:30",
        "friday's last period ends earlier"
    );
}

#[test]
fn the_hour_at_which_a_limit_in_days_starts_does_not_matter() {
    for from in [
        "2026-03-02 00:00",
        "2026-03-02 12:30",
        "2026-03-02 17:30",
        "2026-03-02 23:59:59",
    ] {
        assert_eq!(working_days(from, 1), "2026-03-03 17:30", "{from}");
    }
}

#[test]
fn from_a_day_of_rest_the_count_begins_with_the_next_working_day() {
    assert_eq!(working_days("2026-03-14 10:00", 1), "2026-03-16 17:30");
    assert_eq!(working_days("2026-03-15 10:00", 1), "2026-03-16 17:30");
}

#[test]
fn a_holiday_is_skipped_and_its_make_up_saturday_counts() {
    assert_eq!(
        working_days("2026-03-04 10:00", 1),
        "2026-03-07 16:30",
        "a saturday, worked as a friday"
    );
    assert_eq!(
        working_days("2026-03-04 10:00", 2),
        "2026-03-09 17:30",
        "the sunday after it is a day of rest"
    );
}

#[test]
fn working_hours_pass_over_the_lunch_break_the_night_and_the_holiday() {
    assert_eq!(working_minutes("2026-03-02 11:00", 30), "2026-03-02 11:30");
    assert_eq!(working_minutes("2026-03-02 11:00", 120), "2026-03-02 14:30");
    assert_eq!(
        working_minutes("2026-03-02 12:30", 60),
        "2026-03-02 14:30",
        "from within the break"
    );
    assert_eq!(working_minutes("2026-03-04 17:00", 60), "2026-03-07 09:00");
    assert_eq!(
        working_minutes("2026-03-04 20:00", 60),
        "2026-03-07 09:30",
        "from after hours"
    );
}

#[test]
fn working_time_used_up_at_a_periods_end_is_due_at_that_end() {
    assert_eq!(working_minutes("2026-03-02 08:30", 210), "2026-03-02 12:00");
    assert_eq!(working_minutes("2026-03-02 08:30", 450), "2026-03-02 17:30");
    assert_eq!(
        working_minutes("2026-03-02 20:00", 0),
        "2026-03-02 20:00",
        "no time at all moves nothing"
    );
}

#[test]
fn where_work_goes_on_to_midnight_a_working_day_ends_on_its_own_date() {
    let calendar = super::daily("Asia/Shanghai", "\"00:00-24:00\"", &[2026]);
    let due = calendar.add_working_days(at(&calendar, "2026-03-02 09:00"), 1).unwrap();
    assert_eq!(seen(&calendar, due.at), "2026-03-03 23:59:59");
}

#[test]
fn working_time_between_leaves_out_breaks_nights_and_days_of_rest() {
    let calendar = two_shifts();
    let hours = |from, to| {
        calendar
            .working_time_between(at(&calendar, from), at(&calendar, to))
            .unwrap()
            .value
            .as_mins() as f64
            / 60.0
    };
    assert_eq!(hours("2026-03-02 08:30", "2026-03-02 17:30"), 7.5);
    assert_eq!(hours("2026-03-02 12:00", "2026-03-02 13:30"), 0.0);
    assert_eq!(hours("2026-03-04 16:30", "2026-03-07 09:30"), 2.0);
    assert_eq!(hours("2026-03-14 00:00", "2026-03-15 23:00"), 0.0);
}

#[test]
fn working_days_between_do_not_count_the_day_of_the_start() {
    let calendar = two_shifts();
    let days = |from, to| {
        calendar
            .working_days_between(at(&calendar, from), at(&calendar, to))
            .unwrap()
            .value
    };
    assert_eq!(days("2026-03-02 09:00", "2026-03-02 17:00"), 0);
    assert_eq!(days("2026-03-02 09:00", "2026-03-03 08:00"), 1);
    assert_eq!(days("2026-03-04 09:00", "2026-03-09 09:00"), 2);
}

#[test]
fn the_explanation_lists_each_day_and_why_it_counts_or_not() {
    let calendar = two_shifts();
    let due = calendar.add_working_days(at(&calendar, "2026-03-04 10:00"), 2).unwrap();
    assert_eq!(
        due.explanation.to_string(),
        "2 working days: from 2026-03-04 10:00 to 2026-03-09 17:30 (calendar two-shifts, Asia/Shanghai)\n\
         2026-03-04 wednesday skipped: the day on which the limit starts is not counted\n\
         2026-03-05 thursday skipped: public holiday lantern fair\n\
         2026-03-06 friday skipped: public holiday lantern fair\n\
         2026-03-07 saturday counted: make-up working day for lantern fair, worked as a friday; 08:30-12:00, 13:30-16:30\n\
         2026-03-08 sunday skipped: weekly day of rest\n\
         2026-03-09 monday counted: working day; 08:30-12:00, 13:30-17:30\n"
    );
    assert_eq!(due.date.to_string(), "2026-03-09");
}

#[test]
fn the_explanation_of_working_time_shows_the_periods_used() {
    let calendar = two_shifts();
    let due = calendar
        .add_working_time(at(&calendar, "2026-03-02 17:00"), SignedDuration::from_mins(45))
        .unwrap();
    assert_eq!(
        due.explanation.to_string(),
        "45 min of working time: from 2026-03-02 17:00 to 2026-03-03 08:45 (calendar two-shifts, Asia/Shanghai)\n\
         2026-03-02 monday counted: working day; 17:00-17:30\n\
         2026-03-03 tuesday counted: working day; 08:30-08:45\n"
    );
    let late = calendar
        .add_working_time(at(&calendar, "2026-03-02 18:00"), SignedDuration::from_mins(45))
        .unwrap();
    assert_eq!(late.explanation.days[0].why, DayReason::HoursOver);
}

#[test]
fn an_explanation_survives_being_stored() {
    let calendar = two_shifts();
    let due = calendar.add_working_days(at(&calendar, "2026-03-04 10:00"), 5).unwrap();
    let text = serde_json::to_string(&due).unwrap();
    assert_eq!(serde_json::from_str::<crate::Due>(&text).unwrap(), due);
}

#[test]
fn a_make_up_day_can_name_the_weekday_that_it_works_as() {
    let text = super::TWO_SHIFTS.replace("date = \"2026-03-07\"", "date = \"2026-03-07\", works_as = \"monday\"");
    let calendar = calendar(&text);
    let due = calendar.add_working_days(at(&calendar, "2026-03-04 10:00"), 1).unwrap();
    assert_eq!(seen(&calendar, due.at), "2026-03-07 17:30");
}

#[test]
fn a_year_that_is_not_loaded_is_an_error_that_names_it() {
    let calendar = two_shifts();
    let refused = |year| WorktimeError::YearNotLoaded {
        calendar: "two-shifts".into(),
        year,
    };
    let late = at(&calendar, "2027-12-31 10:00");
    assert_eq!(calendar.add_working_days(late, 1), Err(refused(2028)));
    assert_eq!(
        calendar.add_working_time(late, SignedDuration::from_hours(24)),
        Err(refused(2028))
    );
    assert_eq!(
        calendar.working_time_between(at(&calendar, "2025-12-31 10:00"), late),
        Err(refused(2025))
    );
    assert_eq!(
        refused(2028).to_string(),
        "calendar `two-shifts` has not loaded the year 2028"
    );
}

#[test]
fn readiness_can_ask_how_far_the_calendar_reaches() {
    let calendar = two_shifts();
    assert!(calendar.covers("2027-12-31".parse().unwrap()));
    assert!(!calendar.covers("2028-01-01".parse().unwrap()));
    assert_eq!(
        calendar.covered_until("2026-11-23".parse().unwrap()),
        Some("2027-12-31".parse().unwrap())
    );
    assert_eq!(calendar.covered_until("2025-11-23".parse().unwrap()), None);
    let gap = super::daily("UTC", "\"08:00-16:00\"", &[2026, 2028]);
    assert_eq!(
        gap.covered_until("2026-11-23".parse().unwrap()),
        Some("2026-12-31".parse().unwrap())
    );
}

#[test]
fn a_far_unit_works_the_same_hours_by_its_own_clock() {
    let calendar = two_shifts().in_zone("Asia/Urumqi").unwrap();
    assert_eq!(calendar.time_zone(), "Asia/Urumqi");
    let due = calendar.add_working_days(at(&calendar, "2026-03-02 09:00"), 1).unwrap();
    assert_eq!(due.at.to_string(), "2026-03-03T11:30:00Z");
    let refusal = two_shifts().in_zone("Asia/Nowhere").unwrap_err();
    assert_eq!(refusal.to_string(), "`Asia/Nowhere` is no IANA time zone");
}
