//! A limit, and when it falls due.

use std::fmt;

use huiyin_kernel::{Date, Timestamp};
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Calendar, Explanation, WorktimeError};

/// What a limit counts (R4.6, R4.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Hours by the clock, day and night.
    ClockHours,
    /// Hours within the calendar's periods.
    WorkingHours,
    /// Working days after the day on which it starts.
    WorkingDays,
    /// Days after the day on which it starts, whether people work or not.
    CalendarDays,
}

/// A time limit: so many hours or days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What is counted.
    pub basis: Basis,
    /// How many, at least 1.
    pub amount: u32,
}

/// When a limit falls due, with its arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last instant in time: late is what comes after it.
    pub at: Timestamp,
    /// The date of that instant where the unit is.
    pub date: Date,
    /// The arithmetic.
    pub explanation: Explanation,
}

/// What lies between two instants, with its arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted<T> {
    /// The result.
    pub value: T,
    /// The arithmetic.
    pub explanation: Explanation,
}

impl Calendar {
    /// When `limit` falls due that starts at `from`.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn due(&self, from: Timestamp, limit: Limit) -> Result<Due, WorktimeError> {
        if limit.amount == 0 {
            return Err(WorktimeError::Zero);
        }
        let hours = SignedDuration::from_hours(i64::from(limit.amount));
        match limit.basis {
            Basis::ClockHours => self.add_clock_time(from, hours),
            Basis::WorkingHours => self.add_working_time(from, hours),
            Basis::WorkingDays => self.add_working_days(from, limit.amount),
            Basis::CalendarDays => self.add_calendar_days(from, limit.amount),
        }
    }

    /// The instant at which `percent` of a limit's time has passed, for reminders (R4.7).
    ///
    /// Limits in working hours or days are measured in working time, the others by the clock. Over 100 counts as 100.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn part_way(&self, from: Timestamp, due: &Due, basis: Basis, percent: u8) -> Result<Timestamp, WorktimeError> {
        let part = |whole: SignedDuration| {
            let seconds = i128::from(whole.as_secs()) * i128::from(percent.min(100)) / 100;
            SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
        };
        match basis {
            Basis::ClockHours | Basis::CalendarDays => Ok(from.checked_add(part(due.at.duration_since(from)))?),
            Basis::WorkingHours | Basis::WorkingDays => {
                let whole = self.working_time_between(from, due.at)?.value;
                Ok(self.add_working_time(from, part(whole))?.at)
            }
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.basis {
            Basis::ClockHours => "clock hour",
            Basis::WorkingHours => "working hour",
            Basis::WorkingDays => "working day",
            Basis::CalendarDays => "calendar day",
        };
        write!(f, "{} {unit}{}", self.amount, if self.amount == 1 { "" } else { "s" })
    }
}
