//! The crate's sentences, and the calendars they are told of.

mod china;
mod dst;
mod file;
mod laws;
mod limits;
mod schema;
mod shifts;

use huiyin_kernel::Timestamp;

use crate::Calendar;

/// Two shifts from Monday to Friday, 2026 and 2027 loaded, a holiday with its make-up Saturday.
const TWO_SHIFTS: &str = r#"
name = "two-shifts"
time_zone = "Asia/Shanghai"
make_up_works_as = "friday"

[week]
monday = ["08:30-12:00", "13:30-17:30"]
tuesday = ["08:30-12:00", "13:30-17:30"]
wednesday = ["08:30-12:00", "13:30-17:30"]
thursday = ["08:30-12:00", "13:30-17:30"]
friday = ["08:30-12:00", "13:30-16:30"]

[[year]]
year = 2026
source = "invented"
holidays = [{ name = "lantern fair", from = "2026-03-05", to = "2026-03-06" }]
make_up = [{ name = "lantern fair", date = "2026-03-07" }]

[[year]]
year = 2027
source = "invented"
"#;

fn calendar(text: &str) -> Calendar {
    Calendar::from_toml(text).unwrap()
}

fn two_shifts() -> Calendar {
    calendar(TWO_SHIFTS)
}

/// A calendar with the same periods on all seven days.
fn daily(zone: &str, periods: &str, years: &[i16]) -> Calendar {
    use std::fmt::Write;
    let mut text = format!("name = \"daily\"\ntime_zone = \"{zone}\"\nmake_up_works_as = \"monday\"\n[week]\n");
    for (_, day) in crate::calendar::WEEKDAYS {
        writeln!(text, "{day} = [{periods}]").unwrap();
    }
    for year in years {
        writeln!(text, "[[year]]\nyear = {year}\nsource = \"invented\"").unwrap();
    }
    calendar(&text)
}

/// A civil time where the calendar is: `2026-03-02 16:00`.
fn at(calendar: &Calendar, civil: &str) -> Timestamp {
    let civil: jiff::civil::DateTime = civil.parse().unwrap();
    calendar.zone.to_ambiguous_timestamp(civil).compatible().unwrap()
}

/// An instant as the civil time where the calendar is, to the second where it is not a whole minute.
fn seen(calendar: &Calendar, at: Timestamp) -> String {
    let civil = calendar.zone.to_datetime(at);
    let format = if civil.second() == 0 {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    civil.strftime(format).to_string()
}
