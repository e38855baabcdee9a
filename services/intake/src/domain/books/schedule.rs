//! Which days are working days of a unit, and until when the return of one is waited for (R3.7, R4.6).

use huiyin_kernel::{Date, Timestamp};
use huiyin_policy::Pack;
use huiyin_worktime::{Calendar, Limit, WorktimeError};
use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::Next;

/// The line of the report calendar that says until when a check is returned.
const REPORT: &str = "opinion_book";
/// How long it takes until a calendar that says nothing is looked at again.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// The organisation's working calendar, and what its policy pack says of opinion books.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    calendar: Calendar,
    /// How long after the day's end; nothing: the day's end itself.
    grace: Option<Limit>,
}

impl Schedule {
    /// The pack's.
    pub(crate) fn of(pack: &Pack) -> Self {
        let report = pack.reports().iter().find(|report| report.name.code == REPORT);
        Self {
            calendar: pack.default_calendar().clone(),
            grace: report.map(|report| report.due),
        }
    }

    /// The first working day after `after` at a place in this time zone, with the instant until which its return is waited for. Where
    /// the calendar of that year is not loaded nothing is guessed.
    pub(crate) fn after(&self, after: Date, zone: &str, now: Timestamp) -> Next {
        self.find(after, zone).unwrap_or_else(|error| {
            tracing::debug!(%error, "the next day of an opinion book is not known");
            let look = now.saturating_add(AGAIN).unwrap_or(Timestamp::MAX);
            Next::Unset { after, look }
        })
    }

    /// The day that it is, in the organisation's calendar.
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        self.calendar.date_of(at)
    }

    fn find(&self, after: Date, zone: &str) -> Result<Next, WorktimeError> {
        // A zone that this machine does not know is no reason to miss a day: then it is the organisation's.
        let calendar = self.calendar.in_zone(zone).unwrap_or_else(|_| self.calendar.clone());
        let mut day = after.tomorrow()?;
        while !calendar.is_working_day(day)? {
            day = day.tomorrow()?;
        }
        let zone = TimeZone::get(calendar.time_zone()).unwrap_or(TimeZone::UTC);
        let midnight = day.tomorrow()?.to_datetime(Time::midnight());
        let end = zone.to_ambiguous_timestamp(midnight).compatible()?;
        let last = end.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(end);
        let due = match self.grace {
            Some(limit) => calendar.due(last, limit)?.at,
            None => end,
        };
        Ok(Next::Waiting { day, due })
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{day, instant, schedule};
    use super::*;
    use huiyin_policy::Pack;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn next(after: &str, zone: &str) -> (String, Timestamp) {
        match schedule().after(day(after), zone, NOW) {
            Next::Waiting { day, due } => (day.to_string(), due),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn holidays_are_left_out_and_make_up_days_count() {
        // The national holiday of 2026 is 1 to 7 October; Sunday 20 September and Saturday 10 October make up for it.
        assert_eq!(next("2026-09-19", "Asia/Shanghai").0, "2026-09-20");
        assert_eq!(next("2026-09-30", "Asia/Shanghai").0, "2026-10-08");
        assert_eq!(next("2026-10-09", "Asia/Shanghai").0, "2026-10-10");
        assert_eq!(next("2026-10-10", "Asia/Shanghai").0, "2026-10-12");
    }

    #[test]
    fn the_return_is_waited_for_as_long_as_the_pack_says() {
        // A day has 7.5 working hours: Monday's return is due after 8 more, half an hour into Wednesday.
        assert_eq!(next("2026-11-22", "Asia/Shanghai").1, instant("2026-11-25T01:00:00Z"));
        let plain = Schedule::of(&Pack::embedded("rural-bank").unwrap());
        let end = Next::Waiting {
            day: day("2026-11-23"),
            due: instant("2026-11-23T16:00:00Z"),
        };
        assert_eq!(
            plain.after(day("2026-11-22"), "Asia/Shanghai", NOW),
            end,
            "else until the day's end"
        );
    }

    #[test]
    fn the_day_is_the_units_own_wherever_it_lies() {
        let west = next("2026-11-22", "Asia/Urumqi").1;
        assert_eq!(
            west.duration_since(next("2026-11-22", "Asia/Shanghai").1),
            SignedDuration::from_hours(2)
        );
        assert_eq!(next("2026-11-22", "Nowhere/Here"), next("2026-11-22", "Asia/Shanghai"));
    }

    #[test]
    fn a_year_that_is_not_loaded_is_waited_for_and_not_guessed() {
        let look = NOW.saturating_add(AGAIN).unwrap();
        let after = day("2040-01-01");
        assert_eq!(
            schedule().after(after, "Asia/Shanghai", NOW),
            Next::Unset { after, look }
        );
    }
}
