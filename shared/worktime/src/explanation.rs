//! The arithmetic behind an answer: which days were counted, which were skipped, and why (R4.12).

use std::fmt;

use huiyin_kernel::{Date, Timestamp};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::Calendar;
use crate::calendar::weekday_name;

/// How an answer was found. Its `Display` is plain English, a line a day; interfaces in other words use the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The calendar's name.
    pub calendar: String,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// What was asked.
    pub asked: Asked,
    /// Where the count starts, in the calendar's civil time.
    pub from: DateTime,
    /// Where it ends, in the calendar's civil time.
    pub to: DateTime,
    /// Every day looked at, in order. Empty for clock time.
    pub days: Vec<DayLine>,
}

/// The question, and for a count its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Asked {
    /// Time by the clock.
    ClockTime {
        /// How much to add.
        seconds: i64,
    },
    /// Time within the working periods.
    WorkingTime {
        /// How much to add.
        seconds: i64,
    },
    /// Working days.
    WorkingDays {
        /// How many to add.
        days: u32,
    },
    /// Days, whether people work or not.
    CalendarDays {
        /// How many to add.
        days: u32,
    },
    /// The working time between two instants.
    WorkingTimeBetween {
        /// The result.
        seconds: i64,
    },
    /// The working days between two instants.
    WorkingDaysBetween {
        /// The result.
        days: u32,
    },
}

/// One day of the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLine {
    /// The date in the calendar's time zone.
    pub date: Date,
    /// Whether it counts.
    pub counted: bool,
    /// Why it counts or not.
    pub why: DayReason,
    /// The working periods used of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Used>,
}

/// A stretch of working time that was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Its start in civil time.
    pub from: DateTime,
    /// Its end in civil time.
    pub to: DateTime,
    /// Its true length: on a day when the clocks change it is not the difference of the two.
    pub seconds: i64,
}

/// Why a day counts or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayReason {
    /// A weekday with working periods.
    WorkingDay,
    /// A day of rest that is worked to make up for a holiday.
    MakeUpDay {
        /// The holiday's name.
        name: String,
        /// The weekday whose periods it uses.
        works_as: String,
    },
    /// A weekday without working periods.
    WeeklyRest,
    /// A public holiday.
    Holiday {
        /// Its name.
        name: String,
    },
    /// A day that counts because all days do.
    CalendarDay,
    /// The day on which a limit in days starts.
    StartDay,
    /// A working day with nothing left of it between start and end.
    HoursOver,
    /// A working day whose periods the change of clocks left empty.
    NoWorkingTime,
}

impl Calendar {
    pub(crate) fn explain(&self, asked: Asked, from: Timestamp, to: Timestamp, days: Vec<DayLine>) -> Explanation {
        let (from, to) = (self.zone.to_datetime(from), self.zone.to_datetime(to));
        Explanation {
            calendar: self.name.clone(),
            time_zone: self.zone_name.clone(),
            asked,
            from,
            to,
            days,
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (Minute(self.from), Minute(self.to));
        writeln!(
            f,
            "{}: from {from} to {to} (calendar {}, {})",
            self.asked, self.calendar, self.time_zone
        )?;
        self.days.iter().try_for_each(|day| writeln!(f, "{day}"))
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ClockTime { seconds } => write!(f, "{} by the clock", Length(seconds)),
            Self::WorkingTime { seconds } => write!(f, "{} of working time", Length(seconds)),
            Self::WorkingDays { days } => write!(f, "{days} working day{}", plural(days)),
            Self::CalendarDays { days } => write!(f, "{days} calendar day{}", plural(days)),
            Self::WorkingTimeBetween { seconds } => write!(f, "{} of working time between", Length(seconds)),
            Self::WorkingDaysBetween { days } => write!(f, "{days} working day{} between", plural(days)),
        }
    }
}

impl fmt::Display for DayLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.counted { "counted" } else { "skipped" };
        write!(
            f,
            "{} {} {verdict}: {}",
            self.date,
            weekday_name(self.date.weekday()),
            self.why
        )?;
        for (index, used) in self.periods.iter().enumerate() {
            write!(f, "{}{used}", if index == 0 { "; " } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for DayReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkingDay => f.write_str("working day"),
            Self::MakeUpDay { name, works_as } => write!(f, "make-up working day for {name}, worked as a {works_as}"),
            Self::WeeklyRest => f.write_str("weekly day of rest"),
            Self::Holiday { name } => write!(f, "public holiday {name}"),
            Self::CalendarDay => f.write_str("calendar day"),
            Self::StartDay => f.write_str("the day on which the limit starts is not counted"),
            Self::HoursOver => f.write_str("no working hours of this day lie between start and end"),
            Self::NoWorkingTime => f.write_str("the change of clocks left no working time"),
        }
    }
}

impl fmt::Display for Used {
    /// `13:30-17:30`; where the clocks changed in between, the true length follows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.to.date() == self.from.date() {
            self.to.strftime("%H:%M")
        } else {
            self.to.strftime("24:00")
        };
        write!(f, "{}-{end}", self.from.strftime("%H:%M"))?;
        let seen = self.to.duration_since(self.from).as_secs();
        if seen == self.seconds {
            Ok(())
        } else {
            write!(f, " ({})", Length(self.seconds))
        }
    }
}

fn plural(count: u32) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A civil time to the minute.
struct Minute(DateTime);

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d %H:%M"))
    }
}

/// Seconds as hours and minutes.
struct Length(i64);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
        let mut written = false;
        for (amount, unit) in parts.into_iter().filter(|(amount, _)| *amount != 0) {
            write!(f, "{}{amount} {unit}", if written { " " } else { "" })?;
            written = true;
        }
        if written { Ok(()) } else { f.write_str("0 min") }
    }
}
