//! A broken calendar file is refused with its line and a sentence.

use super::TWO_SHIFTS;
use crate::{Calendar, WorktimeError};

/// The refusal of the two-shift calendar with one thing replaced.
fn refusal(good: &str, bad: &str) -> String {
    assert!(TWO_SHIFTS.contains(good), "{good}");
    Calendar::from_toml(&TWO_SHIFTS.replacen(good, bad, 1))
        .unwrap_err()
        .to_string()
}

#[test]
fn an_unknown_field_is_refused() {
    let refused = refusal("[week]", "[week]\nholliday = []");
    assert_eq!(refused, "line 7: `holliday` is no weekday: write it as \"monday\"");
    let refused = refusal("time_zone =", "timezone = 1\ntime_zone =");
    assert!(
        refused.starts_with("line 3: unknown field `timezone`, expected one of `name`, `time_zone`"),
        "{refused}"
    );
    let refused = refusal("source = \"invented\"", "source = \"invented\"\nholiday = []");
    assert!(refused.starts_with("line 16: unknown field `holiday`"), "{refused}");
}

#[test]
fn a_time_zone_that_does_not_exist_is_refused() {
    assert_eq!(
        refusal("Asia/Shanghai", "Asia/Beijing"),
        "line 3: `Asia/Beijing` is no IANA time zone"
    );
}

#[test]
fn periods_that_overlap_or_are_out_of_order_are_refused() {
    let overlap = "line 8: the periods of tuesday are not in order, or overlap";
    assert_eq!(
        refusal("tuesday = [\"08:30-12:00\"", "tuesday = [\"08:30-13:31\""),
        overlap
    );
    assert_eq!(
        refusal("tuesday = [\"08:30-12:00\"", "tuesday = [\"18:30-19:00\""),
        overlap
    );
    let refused = refusal("tuesday = [\"08:30-12:00\"", "tuesday = [\"8.30-12\"");
    assert_eq!(refused, "line 8: `8.30-12` is no period: write it as \"08:30-12:00\"");
}

#[test]
fn a_week_without_work_is_refused() {
    let text = "name = \"a\"\ntime_zone = \"UTC\"\nmake_up_works_as = \"monday\"\n[week]\nmonday = []\n";
    assert_eq!(
        Calendar::from_toml(text).unwrap_err().to_string(),
        "line 4: no weekday has a working period"
    );
}

#[test]
fn a_year_or_a_date_listed_twice_is_refused() {
    assert_eq!(
        refusal("year = 2027", "year = 2026"),
        "line 19: the year 2026 is listed twice"
    );
    let refused = refusal(
        "date = \"2026-03-07\" }",
        "date = \"2026-03-07\" }, { name = \"x\", date = \"2026-03-07\" }",
    );
    assert_eq!(refused, "line 17: 2026-03-07 is listed twice");
}

#[test]
fn a_holiday_out_of_its_year_or_ending_before_it_starts_is_refused() {
    assert_eq!(
        refusal("to = \"2026-03-06\"", "to = \"2026-03-04\""),
        "line 16: the holiday ends before it starts"
    );
    let refused = refusal("from = \"2026-03-05\", to = \"2026-03-06\"", "from = \"2025-12-31\"");
    assert_eq!(refused, "line 16: 2025-12-31 does not lie in 2026");
    let refused = refusal("from = \"2026-03-05\"", "from = \"2026-02-30\"");
    assert!(refused.starts_with("line 16: "), "{refused}");
}

#[test]
fn a_make_up_day_that_is_worked_anyway_or_borrows_a_day_of_rest_is_refused() {
    let refused = refusal("date = \"2026-03-07\"", "date = \"2026-03-09\"");
    assert_eq!(refused, "line 17: 2026-03-09 is a monday, which is worked anyway");
    let refused = refusal("make_up_works_as = \"friday\"", "make_up_works_as = \"sunday\"");
    assert_eq!(
        refused,
        "line 17: 2026-03-07 is to be worked as a sunday, which has no periods"
    );
}

#[test]
fn a_calendar_without_years_loads_and_answers_nothing_that_it_does_not_know() {
    let text = TWO_SHIFTS.split("[[year]]").next().unwrap();
    let calendar = Calendar::from_toml(text).unwrap();
    let refused = calendar.is_working_day("2026-03-02".parse().unwrap()).unwrap_err();
    assert_eq!(
        refused,
        WorktimeError::YearNotLoaded {
            calendar: "two-shifts".into(),
            year: 2026
        }
    );
}
