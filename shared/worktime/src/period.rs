//! One stretch of working time in a day.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;

/// A stretch of working time in a civil day, `08:30-12:00`; it may end at `24:00`.
///
/// A shift over midnight is written as two: `22:00-24:00` on one day, `00:00-06:00` on the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Period {
    /// Minutes after midnight.
    start: u16,
    /// Minutes after midnight, over `start`, at most 1440.
    end: u16,
}

/// What is wrong with a period's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Not two times with a dash between them.
    #[error("`{0}` is no period: write it as \"08:30-12:00\"")]
    Shape(String),
    /// It ends before or when it starts.
    #[error("the period `{0}` ends before it starts; write a shift over midnight as two periods")]
    Reversed(String),
}

const MIDNIGHT: u16 = 24 * 60;

fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= MIDNIGHT).then_some(total)
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = || PeriodError::Shape(text.to_owned());
        let (start, end) = text.split_once('-').ok_or_else(shape)?;
        let (start, end) = (minutes(start).ok_or_else(shape)?, minutes(end).ok_or_else(shape)?);
        if start >= end {
            Err(PeriodError::Reversed(text.to_owned()))
        } else {
            Ok(Self { start, end })
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (self.start, self.end);
        write!(f, "{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
    }
}

impl Period {
    /// Whether `next` starts before this one has ended.
    pub(crate) fn overlaps(self, next: Self) -> bool {
        next.start < self.end
    }

    /// Its civil start and end on `date`; an end at 24:00 is the next date's midnight.
    pub(crate) fn on(self, date: Date) -> Result<(DateTime, DateTime), jiff::Error> {
        let midnight = date.to_datetime(Time::midnight());
        let at = |minutes: u16| midnight.checked_add(SignedDuration::from_mins(i64::from(minutes)));
        Ok((at(self.start)?, at(self.end)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_and_written_the_same() {
        for text in ["08:30-12:00", "00:00-24:00", "13:30-17:30"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_period_is_refused_with_a_sentence() {
        for bad in [
            "",
            "8:30-12:00",
            "08:30",
            "08:30-12:60",
            "08:30-24:01",
            "+8:30-12:00",
            "08:30 - 12:00",
            "99:99-99:99",
        ] {
            let refusal = bad.parse::<Period>().unwrap_err();
            assert_eq!(
                refusal.to_string(),
                format!("`{bad}` is no period: write it as \"08:30-12:00\"")
            );
        }
        for bad in ["12:00-12:00", "22:00-06:00"] {
            let refusal = bad.parse::<Period>().unwrap_err().to_string();
            assert!(
                refusal.ends_with("write a shift over midnight as two periods"),
                "{refusal}"
            );
        }
    }
}
