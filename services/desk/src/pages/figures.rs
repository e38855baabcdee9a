//! `/desk/figures`: how many, by any key, compared with the period before and the same period a year before (R7.1).

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::audit::{Counts, FigureRow, Figures};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::queue::unit_path;
use super::{behind, problem, render};
use crate::Door;
use crate::services::{Answer, Of};
use crate::sheet::Cell;
use crate::visit::Visit;

/// What can be counted by.
pub(crate) const KEYS: [&str; 17] = [
    "channel",
    "class",
    "product",
    "line",
    "unit",
    "lead",
    "handler",
    "severity",
    "finding",
    "root_cause",
    "cause_one",
    "cause_two",
    "ending",
    "in_time",
    "stage",
    "repeats",
    "month",
];

/// The filter, as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    pub(crate) by: String,
    pub(crate) from: String,
    pub(crate) to: String,
    /// A unit's code: what is about it or led by it, or by one below it.
    pub(crate) under: String,
}

/// A row with the same row of the two earlier periods.
pub(crate) struct Line {
    pub(crate) key: Option<String>,
    pub(crate) counts: Counts,
    pub(crate) before: Option<u64>,
    pub(crate) year: Option<u64>,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct Page<'a> {
    v: &'a Visit,
    by: &'a str,
    from: Date,
    to: Date,
    under: &'a str,
    lines: Answer<Vec<Line>>,
    wrong: bool,
    units: Vec<(String, String)>,
}

impl Page<'_> {
    fn name<'a>(&'a self, key: &'a Option<String>) -> &'a str {
        name(self.v, self.by, key.as_deref())
    }

    fn in_time(&self, counts: &Counts) -> String {
        in_time(self.v, counts)
    }

    fn satisfied(&self, counts: &Counts) -> String {
        share(self.v, counts.satisfied, counts.dissatisfied)
    }

    /// A number that leads to the complaints behind it (R7.3).
    fn cell(&self, line: &Line, nth: &usize, part: &'static str, count: &u64) -> behind::Cell {
        let of = (*nth > 0).then_some((self.by, line.key.as_deref()));
        let period = Some((self.from, self.to));
        behind::cell(
            self.v,
            &behind::Asked {
                of,
                part,
                period,
                under: self.under,
            },
            *count,
        )
    }

    /// The same as a spreadsheet.
    fn sheet(&self) -> String {
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let query = [
            ("by", self.by),
            ("from", from.as_str()),
            ("to", to.as_str()),
            ("under", self.under),
        ];
        self.v.link_with("/desk/export/figures.xlsx", &query)
    }

    fn then(&self, count: &Option<u64>) -> String {
        count.map_or_else(|| self.v.say("word.none").to_owned(), |count| count.to_string())
    }

    /// The longest bar.
    fn most(&self, lines: &[Line]) -> u64 {
        let counted = lines.iter().skip(1).map(|line| line.counts.received);
        counted.max().unwrap_or(0).max(1)
    }
}

/// The name of a row.
pub(super) fn name<'a>(visit: &'a Visit, by: &str, key: Option<&'a str>) -> &'a str {
    let Some(key) = key else {
        return visit.say("word.none");
    };
    match (by, key) {
        ("in_time" | "repeats", "true") => visit.say("word.yes"),
        ("in_time" | "repeats", "false") => visit.say("word.no"),
        ("channel", key) => visit.code("channel", key),
        ("class", key) => visit.code("class", key),
        ("severity", key) => visit.code("severity", key),
        ("finding", key) => visit.code("finding", key),
        ("root_cause" | "cause_one" | "cause_two", key) => visit.code("root_cause", key),
        ("ending", key) => visit.code("ending", key),
        ("stage", key) => visit.code("stage", key),
        ("unit" | "lead", key) => visit.names.name(key),
        (_, key) => key,
    }
}

/// In time out of all that were replied to, in whole per cent.
pub(super) fn in_time(visit: &Visit, counts: &Counts) -> String {
    share(visit, counts.in_time, counts.late)
}

/// Of both the first, in whole per cent.
pub(super) fn share(visit: &Visit, one: u64, other: u64) -> String {
    match (one * 100).checked_div(one + other) {
        Some(percent) => format!("{percent} %"),
        None => visit.say("word.none").to_owned(),
    }
}

/// The page. Without dates it is the present month so far.
pub(crate) async fn show(State(door): State<Door>, mut visit: Visit, Query(filter): Query<Filter>) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    super::views::beside(&door, &mut visit).await;
    let (by, (from, to), wrong) = asked(&visit, &filter);
    let lines = lines(&door, &visit, by, (from, to), &filter.under).await;
    page(&visit, by, (from, to), &filter.under, lines, wrong)
}

/// What is asked for: by which key, in which period, and whether that was none.
pub(super) fn asked(visit: &Visit, filter: &Filter) -> (&'static str, (Date, Date), bool) {
    let by = KEYS.into_iter().find(|key| *key == filter.by).unwrap_or("channel");
    let today = visit.today();
    let date = |text: &str, absent: Date| if text.is_empty() { Ok(absent) } else { text.parse() };
    let period = (date(&filter.from, today.first_of_month()), date(&filter.to, today));
    match period {
        (Ok(from), Ok(to)) if from <= to => (by, (from, to), false),
        _ => (by, (today.first_of_month(), today), true),
    }
}

/// The figures as cells, with their heading: the columns of the page, without its bars.
pub(crate) fn cells<'a>(visit: &'a Visit, by: &'a str, lines: &[Line]) -> (Vec<&'a str>, Vec<Vec<Cell>>) {
    let heading = [
        "figures.received",
        "figures.before",
        "figures.year",
        "figures.closed",
        "figures.open",
        "figures.in_time",
        "figures.late",
        "figures.overdue",
        "figures.satisfied",
        "figures.persons",
    ];
    let heading = heading.map(|key| visit.say(key));
    let heading = std::iter::once(visit.code("figure_key", by)).chain(heading).collect();
    let then = |count: Option<u64>| count.map_or_else(|| visit.say("word.none").into(), Cell::from);
    let row = |(nth, line): (usize, &Line)| {
        let name = if nth == 0 {
            visit.say("figures.total")
        } else {
            name(visit, by, line.key.as_deref())
        };
        vec![
            name.into(),
            line.counts.received.into(),
            then(line.before),
            then(line.year),
            line.counts.closed.into(),
            line.counts.open.into(),
            in_time(visit, &line.counts).into(),
            line.counts.late.into(),
            line.counts.overdue.into(),
            share(visit, line.counts.satisfied, line.counts.dissatisfied).into(),
            line.counts.persons.into(),
        ]
    };
    (heading, lines.iter().enumerate().map(row).collect())
}

/// The page with these figures.
pub(crate) fn page(
    visit: &Visit,
    by: &str,
    (from, to): (Date, Date),
    under: &str,
    lines: Answer<Vec<Line>>,
    wrong: bool,
) -> Response {
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = Page {
        v: visit,
        by,
        from,
        to,
        under,
        lines,
        wrong,
        units: visit.names.offered(),
    };
    render(visit, status, &page)
}

pub(super) async fn lines(
    door: &Door,
    visit: &Visit,
    by: &str,
    (from, to): (Date, Date),
    under: &str,
) -> Answer<Vec<Line>> {
    let under = unit_path(door, visit, under).await;
    let ask = async |period: Option<(Date, Date)>| -> Answer<Figures> {
        let Some((from, to)) = period else {
            return Answer::Nothing;
        };
        let mut query = vec![
            ("by", by.to_owned()),
            ("from", from.to_string()),
            ("to", to.to_string()),
        ];
        query.extend(under.clone().map(|under| ("under", under)));
        door.services
            .get(Of::Audit, "/audit/v1/figures", &query, &visit.passed)
            .await
    };
    let (now, before, year) = tokio::join!(ask(Some((from, to))), ask(before(from, to)), ask(year_before(from, to)));
    let (before, year) = (here(before), here(year));
    now.map(|figures| compared(&figures, before.as_ref(), year.as_ref()))
}

fn here(answer: Answer<Figures>) -> Option<Figures> {
    match answer {
        Answer::Here(figures) => Some(figures),
        _ => None,
    }
}

/// As many days, that end the day before.
fn before(from: Date, to: Date) -> Option<(Date, Date)> {
    let last = from.yesterday().ok()?;
    let days = from.until(to).ok()?.get_days();
    Some((last.checked_sub(days.days()).ok()?, last))
}

fn year_before(from: Date, to: Date) -> Option<(Date, Date)> {
    Some((from.checked_sub(1.year()).ok()?, to.checked_sub(1.year()).ok()?))
}

/// The rows with those of the earlier periods; the sum comes first. A row that was not there then counted nothing then.
pub(crate) fn compared(now: &Figures, before: Option<&Figures>, year: Option<&Figures>) -> Vec<Line> {
    let total = Line {
        key: None,
        counts: now.total,
        before: before.map(|figures| figures.total.received),
        year: year.map(|figures| figures.total.received),
    };
    let then = |figures: Option<&Figures>, row: &FigureRow| {
        let found = figures?.rows.iter().find(|other| other.key == row.key);
        Some(found.map_or(0, |other| other.counts.received))
    };
    let rows = now.rows.iter().map(|row| Line {
        key: row.key.first().cloned().flatten(),
        counts: row.counts,
        before: then(before, row),
        year: then(year, row),
    });
    std::iter::once(total).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_is_compared_with_as_many_days_before_and_with_the_year_before() {
        let (from, to) = (date(2026, 11, 1), date(2026, 11, 27));
        assert_eq!(before(from, to), Some((date(2026, 10, 5), date(2026, 10, 31))));
        assert_eq!(year_before(from, to), Some((date(2025, 11, 1), date(2025, 11, 27))));
        assert_eq!(before(Date::MIN, to), None);
    }

    #[test]
    fn a_row_that_was_not_there_then_counted_nothing_and_an_absent_period_says_so() {
        let figures = |rows: &[(&str, u64)]| Figures {
            by: vec!["channel".to_owned()],
            from: None,
            to: None,
            time_zone: "Asia/Shanghai".to_owned(),
            total: counts(rows.iter().map(|(_, count)| count).sum()),
            rows: rows
                .iter()
                .map(|(key, count)| FigureRow {
                    key: vec![Some((*key).to_owned())],
                    counts: counts(*count),
                })
                .collect(),
        };
        let lines = compared(
            &figures(&[("hotline", 3), ("visit", 1)]),
            Some(&figures(&[("hotline", 5)])),
            None,
        );
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.counts.received, line.before, line.year))
            .collect();
        assert_eq!(told, [(4, Some(5), None), (3, Some(5), None), (1, Some(0), None)]);
    }

    fn counts(received: u64) -> Counts {
        Counts {
            received,
            ..Counts::default()
        }
    }
}
