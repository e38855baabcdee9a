//! Counting what lies between two instants.

use huiyin_kernel::Timestamp;
use jiff::SignedDuration;

use crate::explanation::{Asked, DayReason};
use crate::{Calendar, Counted, WorktimeError};

impl Calendar {
    /// The working time from `from` to `to`.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn working_time_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Counted<SignedDuration>, WorktimeError> {
        let (mut date, last) = self.dates(from, to)?;
        let mut lines = Vec::new();
        let mut value = SignedDuration::ZERO;
        loop {
            let day = self.day(date)?;
            let mut line = day.skipped();
            for span in day.spans.iter().filter_map(|span| span.within(from, to)) {
                value += span.length();
                line.counted = true;
                line.periods.push(self.used(span));
            }
            if !line.counted && !day.spans.is_empty() {
                line.why = DayReason::HoursOver;
            }
            lines.push(line);
            if date >= last {
                break;
            }
            date = date.tomorrow()?;
        }
        let asked = Asked::WorkingTimeBetween {
            seconds: value.as_secs(),
        };
        Ok(Counted {
            value,
            explanation: self.explain(asked, from, to, lines),
        })
    }

    /// The number of working days after the day of `from`, up to and with the day of `to`.
    ///
    /// # Errors
    /// [`WorktimeError`]
    pub fn working_days_between(&self, from: Timestamp, to: Timestamp) -> Result<Counted<u32>, WorktimeError> {
        let (mut date, last) = self.dates(from, to)?;
        let mut lines = Vec::new();
        let mut value = 0;
        while date < last {
            date = date.tomorrow()?;
            let day = self.day(date)?;
            let works = !day.spans.is_empty();
            value += u32::from(works);
            lines.push(if works { self.counted(&day) } else { day.skipped() });
        }
        let asked = Asked::WorkingDaysBetween { days: value };
        Ok(Counted {
            value,
            explanation: self.explain(asked, from, to, lines),
        })
    }

    fn dates(&self, from: Timestamp, to: Timestamp) -> Result<(jiff::civil::Date, jiff::civil::Date), WorktimeError> {
        if to < from {
            Err(WorktimeError::Backwards)
        } else {
            Ok((self.date_of(from), self.date_of(to)))
        }
    }
}
