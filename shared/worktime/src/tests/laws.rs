//! What holds for every calendar.

use huiyin_kernel::Timestamp;
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::Calendar;
use crate::calendar::WEEKDAYS;

const ZONES: [&str; 6] = [
    "Asia/Shanghai",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "UTC",
];

/// One to four periods in order, to the quarter of an hour.
fn periods() -> impl Strategy<Value = String> {
    proptest::collection::btree_set(0_u16..=96, 2..9).prop_map(|marks| {
        let marks: Vec<u16> = marks.into_iter().collect();
        let text = |quarter: u16| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
        let pairs = marks
            .chunks_exact(2)
            .map(|pair| format!("\"{}-{}\"", text(pair[0]), text(pair[1])));
        pairs.collect::<Vec<_>>().join(", ")
    })
}

/// A calendar that knows 2024 to 2036 (a week of a quarter of an hour makes 100 hours last 8 years): a week of at least one working day, and some holidays in each year.
fn calendars() -> impl Strategy<Value = Calendar> {
    let week = proptest::array::uniform7(proptest::option::weighted(0.7, periods()));
    let holidays = proptest::collection::btree_set((1_i8..=12, 1_i8..=28), 0..20);
    (0..ZONES.len(), week, periods(), holidays).prop_map(|(zone, mut week, first, holidays)| {
        week[0].get_or_insert(first);
        let mut text = format!(
            "name = \"any\"\ntime_zone = \"{}\"\nmake_up_works_as = \"monday\"\n[week]\n",
            ZONES[zone]
        );
        for ((_, day), periods) in WEEKDAYS.iter().zip(&week) {
            text += &periods
                .as_ref()
                .map(|periods| format!("{day} = [{periods}]\n"))
                .unwrap_or_default();
        }
        for year in 2024..=2036 {
            let days = holidays
                .iter()
                .map(|(month, day)| format!("{{ name = \"h\", from = \"{year}-{month:02}-{day:02}\" }}"));
            let days = days.collect::<Vec<_>>().join(", ");
            text += &format!("[[year]]\nyear = {year}\nsource = \"any\"\nholidays = [{days}]\n");
        }
        Calendar::from_toml(&text).unwrap()
    })
}

/// An instant of 2025 or 2026, often near a change of clocks.
fn instants() -> impl Strategy<Value = Timestamp> {
    let near = |text: &str| {
        let middle: Timestamp = text.parse().unwrap();
        (-172_800_i64..172_800).prop_map(move |seconds| middle + SignedDuration::from_secs(seconds))
    };
    prop_oneof![
        4 => (1_735_689_600_i64..1_798_700_000).prop_map(|second| Timestamp::from_second(second).unwrap()),
        1 => near("2026-03-29T01:00:00Z"),
        1 => near("2026-10-25T01:00:00Z"),
        1 => near("2026-03-08T07:00:00Z"),
        1 => near("2026-11-01T06:00:00Z"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn adding_working_time_and_counting_it_agree(calendar in calendars(), from in instants(), minutes in 0_i64..6_000) {
        let duration = SignedDuration::from_mins(minutes);
        let due = calendar.add_working_time(from, duration).unwrap();
        prop_assert_eq!(calendar.working_time_between(from, due.at).unwrap().value, duration);
        let used: i64 = due.explanation.days.iter().flat_map(|day| &day.periods).map(|used| used.seconds).sum();
        prop_assert_eq!(used, minutes * 60, "the explanation adds up");
    }

    #[test]
    fn adding_working_days_and_counting_them_agree(calendar in calendars(), from in instants(), days in 1_u32..40) {
        let due = calendar.add_working_days(from, days).unwrap();
        prop_assert_eq!(calendar.working_days_between(from, due.at).unwrap().value, days);
        let counted = due.explanation.days.iter().filter(|day| day.counted).count();
        prop_assert_eq!(counted, days as usize, "the explanation adds up");
    }

    #[test]
    fn a_due_time_lies_in_working_time_of_a_working_day(
        calendar in calendars(), from in instants(), days in 1_u32..40, minutes in 1_i64..6_000,
    ) {
        let by_days = calendar.add_working_days(from, days).unwrap();
        let by_time = calendar.add_working_time(from, SignedDuration::from_mins(minutes)).unwrap();
        for due in [by_days, by_time] {
            prop_assert!(calendar.is_working_day(due.date).unwrap());
            let day = calendar.day(due.date).unwrap();
            prop_assert!(day.spans.iter().any(|span| span.from < due.at && due.at <= span.to));
            prop_assert!(due.at > from);
        }
    }

    #[test]
    fn later_starts_and_longer_limits_are_never_due_earlier(
        calendar in calendars(), one in instants(), other in instants(), days in 1_u32..20, minutes in 0_i64..3_000,
    ) {
        let (early, late) = (one.min(other), one.max(other));
        let by_days = |from, days| calendar.add_working_days(from, days).unwrap().at;
        prop_assert!(by_days(early, days) <= by_days(late, days));
        prop_assert!(by_days(early, days) < by_days(early, days + 1));
        let by_time = |from, minutes| calendar.add_working_time(from, SignedDuration::from_mins(minutes)).unwrap().at;
        prop_assert!(by_time(early, minutes) <= by_time(late, minutes));
        prop_assert!(by_time(early, minutes) < by_time(early, minutes + 1));
        let by_calendar = |from, days| calendar.add_calendar_days(from, days).unwrap().at;
        prop_assert!(by_calendar(early, days) <= by_calendar(late, days));
        prop_assert!(by_calendar(early, days) < by_calendar(early, days + 1));
    }

    #[test]
    fn working_time_adds_up_over_any_middle(
        calendar in calendars(), from in instants(), first in 0_i64..40_000, second in 0_i64..40_000,
    ) {
        let middle = from + SignedDuration::from_mins(first);
        let to = middle + SignedDuration::from_mins(second);
        let between = |from, to| calendar.working_time_between(from, to).unwrap().value;
        prop_assert_eq!(between(from, middle) + between(middle, to), between(from, to));
        prop_assert!(between(from, to) <= to.duration_since(from));
    }

    #[test]
    fn the_working_time_of_two_days_never_meets(calendar in calendars(), from in instants()) {
        let today = calendar.date_of(from);
        let (one, next) = (calendar.day(today).unwrap(), calendar.day(today.tomorrow().unwrap()).unwrap());
        let spans: Vec<_> = one.spans.iter().chain(&next.spans).collect();
        prop_assert!(spans.iter().all(|span| span.from < span.to));
        prop_assert!(spans.windows(2).all(|pair| pair[0].to <= pair[1].from));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(name|time_zone|\\[week\\]|\\[\\[year\\]\\]|year|=|\"|monday|2026|\\[|\\]|\\{|\\}|\n| |é){0,60}") {
        let _ = Calendar::from_toml(&text);
    }
}
