//! Working calendars and limits (R4.4, R4.6, R4.12): when is "1 working day after this, in this unit's calendar", and why.
//!
//! Pure: no clock, no IO. A [`Calendar`] is read from text ([`Calendar::from_toml`]); the file format is documented in
//! `deploy/policy/calendars/cn.toml`. Every answer carries an [`Explanation`] that lists the days it counted and skipped.
//!
//! # Conventions
//! - **n working days** end with the last period of the n-th working day after the day of `from`. The day of `from` itself is
//!   never counted, at whatever hour the limit starts; from a day of rest the count begins with the next working day. Where
//!   work goes on to 24:00 they end a second before, so that the date shown is the last day.
//! - **n working hours** are time within the periods. A limit that is used up exactly at a period's end is due at that end,
//!   not at the next period's start.
//! - **n calendar days** end with the n-th day after the day of `from`: due at its last second (23:59:59 on most days). They and **clock hours** need no list of holidays.
//! - A **year that is not loaded** is an error that names it, never a guess.
//! - **Summer time**: a period's start and end are civil times, mapped to instants by the "compatible" rule: a time that the
//!   clocks skip moves on by the length of the gap, a time that comes twice is its first. A period never reaches into the one
//!   before it, nor out of its day; one that is left empty gives no working time.

mod add;
mod between;
mod calendar;
mod error;
mod explanation;
mod file;
mod limit;
mod period;
mod revision;
#[cfg(test)]
mod tests;

pub use calendar::{Calendar, Departure};
pub use error::WorktimeError;
pub use explanation::{Asked, DayLine, DayReason, Explanation, Used};
pub use file::{CalendarFileError, CalendarProblem};
pub use limit::{Basis, Counted, Due, Limit};
pub use period::{Period, PeriodError};
