//! Reading a calendar file. The format is explained in `deploy/policy/calendars/cn.toml`.

use std::collections::{BTreeMap, BTreeSet};

use huiyin_kernel::Date;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::calendar::{Exception, WEEKDAYS, weekday_name};
use crate::{Calendar, Period};

/// Why a calendar file is refused, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct CalendarFileError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: CalendarProblem,
}

/// What is wrong with a calendar file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    /// Not TOML, a field that is unknown or missing, or a value of the wrong kind.
    #[error("{0}")]
    Format(String),
    /// No such zone in the IANA database.
    #[error("`{0}` is no IANA time zone")]
    TimeZone(String),
    /// Two periods of one day meet in time.
    #[error("the periods of {0} are not in order, or overlap")]
    Periods(&'static str),
    /// Every weekday is empty.
    #[error("no weekday has a working period")]
    NobodyWorks,
    /// A year comes twice.
    #[error("the year {0} is listed twice")]
    YearTwice(i16),
    /// A date stands under another year.
    #[error("{date} does not lie in {year}")]
    OtherYear {
        /// The date.
        date: Date,
        /// The year under which it stands.
        year: i16,
    },
    /// A holiday ends before it starts.
    #[error("the holiday ends before it starts")]
    Reversed,
    /// A date is listed twice.
    #[error("{0} is listed twice")]
    DateTwice(Date),
    /// A make-up day that is worked anyway.
    #[error("{date} is a {weekday}, which is worked anyway")]
    WorkedAnyway {
        /// The date.
        date: Date,
        /// Its weekday.
        weekday: &'static str,
    },
    /// A make-up day borrows the periods of a day of rest.
    #[error("{date} is to be worked as a {weekday}, which has no periods")]
    WorksAsRest {
        /// The date.
        date: Date,
        /// The weekday that it borrows.
        weekday: &'static str,
    },
}

/// A calendar file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Calendar")]
pub(crate) struct File {
    name: String,
    /// An IANA name.
    #[schemars(with = "String")]
    time_zone: Spanned<String>,
    /// The weekday whose periods a make-up working day uses.
    make_up_works_as: WeekdayName,
    /// The working periods of each weekday: "08:30-12:00".
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    week: Spanned<BTreeMap<WeekdayName, Spanned<Vec<Period>>>>,
    /// One year that is known, each.
    #[serde(default)]
    #[schemars(with = "Vec<Year>")]
    year: Vec<Spanned<Year>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    #[serde(rename = "source")]
    _source: String,
    #[serde(default)]
    #[schemars(with = "Vec<Holiday>")]
    holidays: Vec<Spanned<Holiday>>,
    #[serde(default)]
    #[schemars(with = "Vec<MakeUp>")]
    make_up: Vec<Spanned<MakeUp>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    #[schemars(with = "String")]
    from: Date,
    #[schemars(with = "Option<String>")]
    to: Option<Date>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MakeUp {
    name: String,
    #[schemars(with = "String")]
    date: Date,
    works_as: Option<WeekdayName>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
struct WeekdayName(
    /// Days after Monday.
    usize,
);

impl TryFrom<String> for WeekdayName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let found = WEEKDAYS.iter().position(|(_, name)| *name == text).map(Self);
        found.ok_or_else(|| format!("`{text}` is no weekday: write it as \"monday\""))
    }
}

impl WeekdayName {
    fn weekday(self) -> Weekday {
        WEEKDAYS.get(self.0).map_or(Weekday::Monday, |(weekday, _)| *weekday)
    }
}

/// A problem and the byte at which it stands.
type At = (usize, CalendarProblem);

impl Calendar {
    /// Reads a calendar file.
    ///
    /// # Errors
    /// [`CalendarFileError`], with the line.
    pub fn from_toml(text: &str) -> Result<Self, CalendarFileError> {
        let error = |(at, problem)| CalendarFileError {
            line: line_of(text, at),
            problem,
        };
        let file: File = toml::from_str(text).map_err(|refusal| {
            let at = refusal.span().map_or(0, |span| span.start);
            error((at, CalendarProblem::Format(refusal.message().to_owned())))
        })?;
        build(file).map_err(error)
    }
}

/// The line, from 1, in which a byte stands.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

fn build(file: File) -> Result<Calendar, At> {
    let zone_at = file.time_zone.span().start;
    let zone_name = file.time_zone.into_inner();
    let zone = TimeZone::get(&zone_name).map_err(|_| (zone_at, CalendarProblem::TimeZone(zone_name.clone())))?;
    let mut calendar = Calendar {
        name: file.name,
        zone_name,
        zone,
        week: week(file.week)?,
        years: BTreeSet::new(),
        exceptions: BTreeMap::new(),
    };
    for year in file.year {
        let at = year.span().start;
        add_year(&mut calendar, year.into_inner(), at, file.make_up_works_as.weekday())?;
    }
    Ok(calendar)
}

fn week(file: Spanned<BTreeMap<WeekdayName, Spanned<Vec<Period>>>>) -> Result<[Vec<Period>; 7], At> {
    let at = file.span().start;
    let mut week: [Vec<Period>; 7] = Default::default();
    for (day, periods) in file.into_inner() {
        let overlap = periods
            .get_ref()
            .windows(2)
            .any(|pair| matches!(pair, [one, next] if one.overlaps(*next)));
        if overlap {
            return Err((
                periods.span().start,
                CalendarProblem::Periods(weekday_name(day.weekday())),
            ));
        }
        if let Some(slot) = week.get_mut(day.0) {
            *slot = periods.into_inner();
        }
    }
    if week.iter().all(Vec::is_empty) {
        Err((at, CalendarProblem::NobodyWorks))
    } else {
        Ok(week)
    }
}

fn add_year(calendar: &mut Calendar, file: Year, at: usize, works_as: Weekday) -> Result<(), At> {
    if !calendar.years.insert(file.year) {
        return Err((at, CalendarProblem::YearTwice(file.year)));
    }
    for holiday in file.holidays {
        let at = holiday.span().start;
        add_holiday(calendar, holiday.into_inner(), file.year).map_err(|problem| (at, problem))?;
    }
    for make_up in file.make_up {
        let at = make_up.span().start;
        add_make_up(calendar, make_up.into_inner(), file.year, works_as).map_err(|problem| (at, problem))?;
    }
    Ok(())
}

fn add_holiday(calendar: &mut Calendar, holiday: Holiday, year: i16) -> Result<(), CalendarProblem> {
    let last = holiday.to.unwrap_or(holiday.from);
    if last < holiday.from {
        return Err(CalendarProblem::Reversed);
    }
    let days = holiday
        .from
        .series(jiff::Span::new().days(1))
        .take_while(|date| *date <= last);
    days.take(367).try_for_each(|date| {
        insert(
            calendar,
            date,
            year,
            Exception::Holiday {
                name: holiday.name.clone(),
            },
        )
    })
}

fn add_make_up(calendar: &mut Calendar, make_up: MakeUp, year: i16, default: Weekday) -> Result<(), CalendarProblem> {
    let date = make_up.date;
    let weekday = date.weekday();
    if !calendar.periods_of(weekday).is_empty() {
        return Err(CalendarProblem::WorkedAnyway {
            date,
            weekday: weekday_name(weekday),
        });
    }
    let works_as = make_up.works_as.map_or(default, WeekdayName::weekday);
    if calendar.periods_of(works_as).is_empty() {
        return Err(CalendarProblem::WorksAsRest {
            date,
            weekday: weekday_name(works_as),
        });
    }
    insert(
        calendar,
        date,
        year,
        Exception::MakeUp {
            name: make_up.name,
            works_as,
        },
    )
}

fn insert(calendar: &mut Calendar, date: Date, year: i16, exception: Exception) -> Result<(), CalendarProblem> {
    if date.year() != year {
        return Err(CalendarProblem::OtherYear { date, year });
    }
    match calendar.exceptions.insert(date, exception) {
        Some(_) => Err(CalendarProblem::DateTwice(date)),
        None => Ok(()),
    }
}
