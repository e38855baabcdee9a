//! Going forward from an instant.

use huiyin_kernel::{Date, Timestamp};
use jiff::SignedDuration;

use crate::calendar::{Day, Span};
use crate::explanation::{Asked, DayLine, DayReason};
use crate::{Calendar, Due, WorktimeError};

/// No rule asks for more; it keeps explanations small.
const MOST_DAYS: u32 = 10_000;

fn check_days(days: u32) -> Result<(), WorktimeError> {
    match days {
        0 => Err(WorktimeError::Zero),
        1..=MOST_DAYS => Ok(()),
        _ => Err(WorktimeError::TooLong { most: MOST_DAYS }),
    }
}

fn check_duration(duration: SignedDuration) -> Result<(), WorktimeError> {
    if duration.is_negative() {
        Err(WorktimeError::Negative)
    } else {
        Ok(())
    }
}

fn start_day(date: Date) -> DayLine {
    DayLine {
        date,
        counted: false,
        why: DayReason::StartDay,
        periods: Vec::new(),
    }
}

impl Calendar {
    /// The end of the `days`-th working day after the day of `from`; its last second where work goes on to midnight.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn add_working_days(&self, from: Timestamp, days: u32) -> Result<Due, WorktimeError> {
        check_days(days)?;
        let mut date = self.date_of(from);
        let mut lines = vec![start_day(date)];
        let mut left = days;
        loop {
            date = date.tomorrow()?;
            let day = self.day(date)?;
            let Some(end) = day.end() else {
                lines.push(day.skipped());
                continue;
            };
            lines.push(self.counted(&day));
            left -= 1;
            if left == 0 {
                let at = end.min(self.last_second(date)?);
                return Ok(self.due_at(from, at, date, Asked::WorkingDays { days }, lines));
            }
        }
    }

    /// The instant at which `duration` of working time has passed since `from`. No time at all gives `from` itself.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn add_working_time(&self, from: Timestamp, duration: SignedDuration) -> Result<Due, WorktimeError> {
        check_duration(duration)?;
        let asked = Asked::WorkingTime {
            seconds: duration.as_secs(),
        };
        let mut date = self.date_of(from);
        if duration.is_zero() {
            return Ok(self.due_at(from, from, date, asked, Vec::new()));
        }
        let mut lines = Vec::new();
        let mut left = duration;
        loop {
            let day = self.day(date)?;
            let (line, end) = self.spend(&day, from, &mut left)?;
            lines.push(line);
            if let Some(end) = end {
                return Ok(self.due_at(from, end, date, asked, lines));
            }
            date = date.tomorrow()?;
        }
    }

    /// Takes what is `left` out of one day's working time after `from`; tells when it was used up, if it was.
    fn spend(
        &self,
        day: &Day,
        from: Timestamp,
        left: &mut SignedDuration,
    ) -> Result<(DayLine, Option<Timestamp>), WorktimeError> {
        let mut line = day.skipped();
        for span in day.spans.iter().filter_map(|span| span.within(from, Timestamp::MAX)) {
            line.counted = true;
            if *left <= span.length() {
                let end = span.from.checked_add(*left)?;
                line.periods.push(self.used(Span {
                    from: span.from,
                    to: end,
                }));
                return Ok((line, Some(end)));
            }
            *left -= span.length();
            line.periods.push(self.used(span));
        }
        if !line.counted && !day.spans.is_empty() {
            line.why = DayReason::HoursOver;
        }
        Ok((line, None))
    }

    /// The last second of the `days`-th day after the day of `from`. Needs no loaded year.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn add_calendar_days(&self, from: Timestamp, days: u32) -> Result<Due, WorktimeError> {
        check_days(days)?;
        let mut date = self.date_of(from);
        let mut lines = vec![start_day(date)];
        for _ in 0..days {
            date = date.tomorrow()?;
            lines.push(DayLine {
                date,
                counted: true,
                why: DayReason::CalendarDay,
                periods: Vec::new(),
            });
        }
        let at = self
            .start_of(date.tomorrow()?)?
            .checked_sub(SignedDuration::from_secs(1))?;
        Ok(self.due_at(from, at, date, Asked::CalendarDays { days }, lines))
    }

    /// `duration` later by the clock. Needs no loaded year.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn add_clock_time(&self, from: Timestamp, duration: SignedDuration) -> Result<Due, WorktimeError> {
        check_duration(duration)?;
        let at = from.checked_add(duration)?;
        let asked = Asked::ClockTime {
            seconds: duration.as_secs(),
        };
        Ok(self.due_at(from, at, self.date_of(at), asked, Vec::new()))
    }

    /// A day's end that still bears its date: midnight would be read as the next day.
    fn last_second(&self, date: Date) -> Result<Timestamp, WorktimeError> {
        Ok(self
            .start_of(date.tomorrow()?)?
            .checked_sub(SignedDuration::from_secs(1))?)
    }

    fn due_at(&self, from: Timestamp, at: Timestamp, date: Date, asked: Asked, days: Vec<DayLine>) -> Due {
        Due {
            at,
            date,
            explanation: self.explain(asked, from, at, days),
        }
    }
}
