//! The Chinese calendar that we ship, day by day against a recorded list of the State Council's notices.

use std::collections::BTreeMap;
use std::path::Path;

use huiyin_kernel::Date;
use serde::Deserialize;

use super::{at, seen};
use crate::Calendar;

#[derive(Deserialize)]
struct Recorded {
    #[serde(rename = "_meta")]
    meta: Meta,
    days: BTreeMap<Date, Day>,
}

#[derive(Deserialize)]
struct Meta {
    workdays_per_year: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Day {
    r#type: String,
}

fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
}

fn text() -> String {
    read("../../deploy/policy/calendars/cn.toml").unwrap()
}

fn china() -> Calendar {
    Calendar::from_toml(&text()).unwrap()
}

/// The recorded list, or a line that says that it is not here.
fn recorded() -> Option<Recorded> {
    let Ok(text) = read("../../../shared/data/cn_holidays.json") else {
        println!(
            "skipped: ../shared/data/cn_holidays.json is not here, so the Chinese calendar is not compared with it"
        );
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// Every day of the four years on which the calendar says something else than the list.
fn wrong_days(calendar: &Calendar, recorded: &Recorded) -> Vec<Date> {
    let works = |date: Date| {
        let weekday = date.weekday().to_monday_zero_offset() < 5;
        recorded.days.get(&date).map_or(weekday, |day| day.r#type == "workday")
    };
    let wrong = |date: &Date| calendar.is_working_day(*date).unwrap() != works(*date);
    (2023..=2026).flat_map(days_of).filter(wrong).collect()
}

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    let first = Date::new(year, 1, 1).unwrap();
    first
        .series(jiff::Span::new().days(1))
        .take_while(move |date| date.year() == year)
}

#[test]
fn every_day_of_2023_to_2026_is_as_the_notices_say() {
    let Some(recorded) = recorded() else { return };
    let calendar = china();
    assert_eq!(
        (2023..=2026).flat_map(days_of).count(),
        1461,
        "four years, one of them a leap year"
    );
    assert_eq!(wrong_days(&calendar, &recorded), []);
    for (year, workdays) in recorded.meta.workdays_per_year {
        let worked = days_of(year.parse().unwrap())
            .filter(|date| calendar.is_working_day(*date).unwrap())
            .count();
        assert_eq!(worked, workdays, "{year}");
    }
}

#[test]
fn a_single_wrong_day_shows() {
    let Some(recorded) = recorded() else { return };
    for (good, bad, day) in [
        (
            "from = \"2026-10-01\", to = \"2026-10-07\"",
            "from = \"2026-10-02\", to = \"2026-10-07\"",
            "2026-10-01",
        ),
        (
            "from = \"2025-01-01\"",
            "from = \"2025-01-01\", to = \"2025-01-02\"",
            "2025-01-02",
        ),
        ("  { name = \"春节\", date = \"2024-02-18\" },\n", "", "2024-02-18"),
    ] {
        assert!(text().contains(good), "{good}");
        let calendar = Calendar::from_toml(&text().replace(good, bad)).unwrap();
        assert_eq!(wrong_days(&calendar, &recorded), [day.parse::<Date>().unwrap()]);
    }
}

#[test]
fn golden_week_of_2026_is_passed_over_and_its_make_up_saturday_counts() {
    let calendar = china();
    let due = calendar.add_working_days(at(&calendar, "2026-09-30 16:00"), 3).unwrap();
    assert_eq!(seen(&calendar, due.at), "2026-10-10 17:30");
}

#[test]
fn the_year_2027_is_not_announced_and_so_refused() {
    let calendar = china();
    assert_eq!(
        calendar.covered_until("2026-11-23".parse().unwrap()),
        Some("2026-12-31".parse().unwrap())
    );
    let refused = calendar
        .add_working_days(at(&calendar, "2026-12-31 10:00"), 1)
        .unwrap_err();
    assert_eq!(refused.to_string(), "calendar `cn` has not loaded the year 2027");
}
