//! A unit's working calendar (R4.6).

use std::collections::{BTreeMap, BTreeSet};

use huiyin_kernel::{Date, Timestamp};
use jiff::SignedDuration;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;

use crate::explanation::{DayLine, DayReason, Used};
use crate::{Period, WorktimeError};

/// The working periods of each weekday, the days that depart from them, and the time zone in which both are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub(crate) name: String,
    pub(crate) zone_name: String,
    pub(crate) zone: TimeZone,
    /// Periods by weekday, Monday first; in order, without overlap.
    pub(crate) week: [Vec<Period>; 7],
    /// Years whose holidays are known.
    pub(crate) years: BTreeSet<i16>,
    pub(crate) exceptions: BTreeMap<Date, Exception>,
}

/// A day that departs from its weekday, for people to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure<'a> {
    /// The day.
    pub day: Date,
    /// The holiday's name.
    pub name: &'a str,
    /// The weekday as which it is worked: `friday`; nothing on a holiday.
    pub works_as: Option<&'static str>,
}

/// A day that departs from its weekday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exception {
    Holiday { name: String },
    MakeUp { name: String, works_as: Weekday },
}

/// A stretch of working time as instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
}

/// What one date holds: its working time, and why it has it or not.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub(crate) date: Date,
    pub(crate) why: DayReason,
    pub(crate) spans: Vec<Span>,
}

impl Calendar {
    /// The calendar's name, as units refer to it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The IANA name of the time zone.
    #[must_use]
    pub fn time_zone(&self) -> &str {
        &self.zone_name
    }

    /// The same periods and holidays in another time zone: a unit far from head office (R2.1).
    ///
    /// # Errors
    /// [`WorktimeError::TimeZone`]
    pub fn in_zone(&self, zone_name: &str) -> Result<Self, WorktimeError> {
        let zone = TimeZone::get(zone_name).map_err(|_| WorktimeError::TimeZone(zone_name.to_owned()))?;
        Ok(Self {
            zone,
            zone_name: zone_name.to_owned(),
            ..self.clone()
        })
    }

    /// Whether the holidays of the date's year are loaded.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.years.contains(&date.year())
    }

    /// The last day that is covered without a gap from `from` on; nothing where `from` itself is not covered.
    #[must_use]
    pub fn covered_until(&self, from: Date) -> Option<Date> {
        let last = (from.year()..=Date::MAX.year())
            .take_while(|year| self.years.contains(year))
            .last()?;
        Date::new(last, 12, 31).ok()
    }

    /// The working periods of each weekday, Monday first: `08:30-12:00`.
    pub fn week(&self) -> impl Iterator<Item = Vec<String>> {
        self.week
            .iter()
            .map(|day| day.iter().map(ToString::to_string).collect())
    }

    /// The years whose holidays are known.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().copied()
    }

    /// The days of a year that depart from their weekday, in order.
    pub fn departures(&self, year: i16) -> impl Iterator<Item = Departure<'_>> {
        let of_year = self.exceptions.iter().filter(move |(day, _)| day.year() == year);
        of_year.map(|(day, exception)| match exception {
            Exception::Holiday { name } => Departure {
                day: *day,
                name,
                works_as: None,
            },
            Exception::MakeUp { name, works_as } => Departure {
                day: *day,
                name,
                works_as: Some(weekday_name(*works_as)),
            },
        })
    }

    /// Whether people work on the date.
    ///
    /// # Errors
    /// [`WorktimeError::YearNotLoaded`]
    pub fn is_working_day(&self, date: Date) -> Result<bool, WorktimeError> {
        Ok(!self.day(date)?.spans.is_empty())
    }

    /// The date in this calendar's time zone.
    ///
    /// Where clocks fell back over midnight a date comes twice, with the next one's first minutes between: those and all after
    /// count as the next date, so that dates never run backwards.
    #[must_use]
    pub fn date_of(&self, at: Timestamp) -> Date {
        let date = self.zone.to_datetime(at).date();
        match date.tomorrow() {
            Ok(next) if self.start_of(next).is_ok_and(|start| start <= at) => next,
            _ => date,
        }
    }

    pub(crate) fn start_of(&self, date: Date) -> Result<Timestamp, WorktimeError> {
        Ok(self
            .zone
            .to_ambiguous_timestamp(date.to_datetime(Time::midnight()))
            .compatible()?)
    }

    /// The working time of one date.
    pub(crate) fn day(&self, date: Date) -> Result<Day, WorktimeError> {
        if !self.covers(date) {
            return Err(WorktimeError::YearNotLoaded {
                calendar: self.name.clone(),
                year: date.year(),
            });
        }
        let (periods, why) = self.plan(date);
        let spans = self.spans(date, periods)?;
        let vanished = spans.is_empty() && !periods.is_empty();
        let why = if vanished { DayReason::NoWorkingTime } else { why };
        Ok(Day { date, why, spans })
    }

    fn plan(&self, date: Date) -> (&[Period], DayReason) {
        match self.exceptions.get(&date) {
            Some(Exception::Holiday { name }) => (&[], DayReason::Holiday { name: name.clone() }),
            Some(Exception::MakeUp { name, works_as }) => {
                let why = DayReason::MakeUpDay {
                    name: name.clone(),
                    works_as: weekday_name(*works_as).to_owned(),
                };
                (self.periods_of(*works_as), why)
            }
            None => match self.periods_of(date.weekday()) {
                [] => (&[], DayReason::WeeklyRest),
                periods => (periods, DayReason::WorkingDay),
            },
        }
    }

    pub(crate) fn periods_of(&self, weekday: Weekday) -> &[Period] {
        let index = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
        self.week.get(index).map_or(&[], Vec::as_slice)
    }

    /// The periods as instants: in order, apart from each other, and within the date.
    fn spans(&self, date: Date, periods: &[Period]) -> Result<Vec<Span>, WorktimeError> {
        if periods.is_empty() {
            return Ok(Vec::new());
        }
        let mut earliest = self.start_of(date)?;
        let day_end = self.start_of(date.tomorrow()?)?;
        let mut spans = Vec::with_capacity(periods.len());
        for period in periods {
            let (start, end) = period.on(date)?;
            let from = self.zone.to_ambiguous_timestamp(start).compatible()?.max(earliest);
            let to = self.zone.to_ambiguous_timestamp(end).compatible()?.min(day_end);
            if from < to {
                spans.push(Span { from, to });
                earliest = to;
            }
        }
        Ok(spans)
    }

    /// A stretch of working time as civil times, for people.
    pub(crate) fn used(&self, span: Span) -> Used {
        Used {
            from: self.zone.to_datetime(span.from),
            to: self.zone.to_datetime(span.to),
            seconds: span.length().as_secs(),
        }
    }

    pub(crate) fn counted(&self, day: &Day) -> DayLine {
        let periods = day.spans.iter().map(|span| self.used(*span)).collect();
        DayLine {
            date: day.date,
            counted: true,
            why: day.why.clone(),
            periods,
        }
    }
}

impl Span {
    pub(crate) fn length(self) -> SignedDuration {
        self.to.duration_since(self.from)
    }

    /// What of it lies between two instants.
    pub(crate) fn within(self, from: Timestamp, to: Timestamp) -> Option<Self> {
        let cut = Self {
            from: self.from.max(from),
            to: self.to.min(to),
        };
        (cut.from < cut.to).then_some(cut)
    }
}

impl Day {
    /// When work ends on this day, if anyone works.
    pub(crate) fn end(&self) -> Option<Timestamp> {
        self.spans.last().map(|span| span.to)
    }

    pub(crate) fn skipped(&self) -> DayLine {
        DayLine {
            date: self.date,
            counted: false,
            why: self.why.clone(),
            periods: Vec::new(),
        }
    }
}

/// Weekdays as calendar files and explanations write them, Monday first.
pub(crate) const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

pub(crate) fn weekday_name(weekday: Weekday) -> &'static str {
    WEEKDAYS
        .iter()
        .find(|(day, _)| *day == weekday)
        .map_or("", |(_, name)| name)
}
