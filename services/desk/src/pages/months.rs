//! `/desk/figures/months`: what was received month by month, as a line, and by a key as a heat table (R7.1). Each number leads to the
//! complaints behind it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::audit::{Figures, FiguresQuery};
use huiyin_kernel::UnitPath;
use jiff::ToSpan;
use jiff::civil::Date;

use super::behind::{self, Cell};
use super::figures::{self, Filter, KEYS};
use super::queue::unit_path;
use super::{problem, render};
use crate::Door;
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// So many months beside each other at the most: the last ones.
const MOST: usize = 24;
/// How high the line's picture is.
const HEIGHT: u64 = 100;

/// Months beside each other, and a row for each value of the key, the largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// The first day of each month.
    months: Vec<Date>,
    rows: Vec<Row>,
    sum: Vec<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    key: Option<String>,
    counts: Vec<u64>,
}

impl Table {
    /// What audit counted by the key and the month, between these days.
    fn of(figures: &Figures, (from, to): (Date, Date)) -> Self {
        let months = months(from, to);
        let mut rows: Vec<Row> = Vec::new();
        let mut sum = vec![0; months.len()];
        for row in &figures.rows {
            let [key, Some(month)] = row.key.as_slice() else {
                continue;
            };
            let Some(at) = months.iter().position(|first| label(*first) == *month) else {
                continue;
            };
            let place = rows.iter().position(|row| row.key == *key).unwrap_or_else(|| {
                rows.push(Row {
                    key: key.clone(),
                    counts: vec![0; months.len()],
                });
                rows.len() - 1
            });
            if let (Some(count), Some(all)) = (
                rows.get_mut(place).and_then(|row| row.counts.get_mut(at)),
                sum.get_mut(at),
            ) {
                *count += row.counts.received;
                *all += row.counts.received;
            }
        }
        rows.sort_by(|a, b| {
            let total = |row: &Row| row.counts.iter().sum::<u64>();
            total(b).cmp(&total(a)).then_with(|| a.key.cmp(&b.key))
        });
        Self { months, rows, sum }
    }

    /// The most in one cell.
    fn most(&self) -> u64 {
        let counts = self.rows.iter().flat_map(|row| &row.counts);
        counts.copied().max().unwrap_or(0).max(1)
    }

    /// The corners of the line of sums; nothing where a month alone makes none.
    fn line(&self) -> Option<String> {
        let most = self.sum.iter().copied().max().unwrap_or(0).max(1);
        let corner = |(at, count): (usize, &u64)| format!("{at},{}", HEIGHT - count * HEIGHT / most);
        let corners: Vec<String> = self.sum.iter().enumerate().map(corner).collect();
        (corners.len() > 1).then(|| corners.join(" "))
    }
}

/// The first days of the months between two days, the last ones.
fn months(from: Date, to: Date) -> Vec<Date> {
    let mut months = Vec::new();
    let mut month = to.first_of_month();
    while months.len() < MOST && month >= from.first_of_month() {
        months.push(month);
        match month.checked_sub(1.month()) {
            Ok(before) => month = before,
            Err(_) => break,
        }
    }
    months.reverse();
    months
}

/// A month as audit names it.
fn label(first: Date) -> String {
    first.strftime("%Y-%m").to_string()
}

#[derive(Template)]
#[template(path = "months.html")]
struct Page<'a> {
    v: &'a Visit,
    by: &'a str,
    from: Date,
    to: Date,
    under: &'a str,
    table: Answer<Table>,
    wrong: bool,
    units: Vec<(String, String)>,
}

impl Page<'_> {
    fn keys(&self) -> impl Iterator<Item = &'static str> {
        KEYS.into_iter().filter(|key| *key != "month")
    }

    fn is_by(&self, key: &str) -> bool {
        self.by == key
    }

    fn name<'a>(&'a self, row: &'a Row) -> &'a str {
        figures::name(self.v, self.by, row.key.as_deref())
    }

    fn label(&self, month: &Date) -> String {
        label(*month)
    }

    fn cell(&self, row: Option<&Row>, month: Option<&Date>, count: &u64) -> Cell {
        let asked = behind::Asked {
            of: row.map(|row| (self.by, row.key.as_deref())),
            part: "received",
            period: month.map(|first| (self.from.max(*first), self.to.min(first.last_of_month()))),
            under: self.under,
        };
        behind::cell(self.v, &asked, *count)
    }

    /// The cells of a row.
    fn cells(&self, table: &Table, row: Option<&Row>) -> Vec<Cell> {
        let counts = row.map_or(&table.sum, |row| &row.counts);
        let each = counts.iter().zip(&table.months);
        each.map(|(count, month)| self.cell(row, Some(month), count)).collect()
    }

    /// How strongly a cell is coloured, in hundredths.
    fn strength(&self, cell: &Cell, most: &u64) -> String {
        format!("0.{:02}", (cell.count * 99).checked_div(*most).unwrap_or(0).min(99))
    }
}

/// The page. Without dates it is the last twelve months.
pub(crate) async fn show(State(door): State<Door>, visit: Visit, Query(filter): Query<Filter>) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let mut filter = filter;
    if filter.by.is_empty() || filter.by == "month" {
        "class".clone_into(&mut filter.by);
    }
    if filter.from.is_empty() && filter.to.is_empty() {
        let year = visit.today().first_of_month().saturating_sub(11.months());
        filter.from = year.to_string();
    }
    let (by, period, wrong) = figures::asked(&visit, &filter);
    let table = ask(&door, &visit, by, period, &filter.under).await;
    page(&visit, by, period, &filter.under, table, wrong)
}

async fn ask(door: &Door, visit: &Visit, by: &str, (from, to): (Date, Date), under: &str) -> Answer<Table> {
    let under: Option<UnitPath> = match unit_path(door, visit, under).await.map(|path| path.parse()) {
        None => None,
        Some(Ok(path)) => Some(path),
        Some(Err(_)) => return Answer::Refused,
    };
    let query = FiguresQuery {
        by: format!("{by},month"),
        from: Some(from),
        to: Some(to),
        under,
        part: None,
    };
    let figures: Answer<Figures> = door
        .services
        .get(Of::Audit, "/audit/v1/figures", &query, &visit.passed)
        .await;
    figures.map(|figures| Table::of(&figures, (from, to)))
}

/// The page with this table.
pub(crate) fn page(
    visit: &Visit,
    by: &str,
    (from, to): (Date, Date),
    under: &str,
    table: Answer<Table>,
    wrong: bool,
) -> Response {
    let status = match table {
        Answer::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ if wrong => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = Page {
        v: visit,
        by,
        from,
        to,
        under,
        table,
        wrong,
        units: visit.names.offered(),
    };
    render(visit, status, &page)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use huiyin_contracts::views::audit::{Counts, FigureRow};
    use jiff::civil::date;

    fn figures(rows: &[(Option<&str>, &str, u64)]) -> Figures {
        let row = |(key, month, received): &(Option<&str>, &str, u64)| FigureRow {
            key: vec![key.map(str::to_owned), Some((*month).to_owned())],
            counts: Counts {
                received: *received,
                ..Counts::default()
            },
        };
        Figures {
            by: vec!["class".to_owned(), "month".to_owned()],
            from: None,
            to: None,
            time_zone: "Asia/Shanghai".to_owned(),
            total: Counts::default(),
            rows: rows.iter().map(row).collect(),
        }
    }

    /// A table of one row of this name.
    pub(crate) fn table(text: &str) -> Table {
        let told = figures(&[(Some(text), "2026-10", 3), (Some(text), "2026-11", 1)]);
        Table::of(&told, (date(2026, 10, 1), date(2026, 11, 27)))
    }

    #[test]
    fn months_stand_beside_each_other_and_the_largest_row_first() {
        let told = figures(&[
            (Some("error"), "2026-11", 2),
            (Some("attitude"), "2026-09", 3),
            (Some("attitude"), "2026-11", 1),
            (None, "2025-01", 9),
        ]);
        let table = Table::of(&told, (date(2026, 9, 15), date(2026, 11, 27)));
        assert_eq!(table.months, [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]);
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.key.as_deref(), row.counts.clone()))
            .collect();
        assert_eq!(
            rows,
            [(Some("attitude"), vec![3, 0, 1]), (Some("error"), vec![0, 0, 2])]
        );
        assert_eq!((table.sum.as_slice(), table.most()), (&[3, 0, 3][..], 3));
        assert_eq!(table.line().unwrap(), "0,0 1,100 2,0");
    }

    #[test]
    fn a_month_alone_makes_no_line_and_a_long_period_shows_its_last_months() {
        assert_eq!(
            Table::of(&figures(&[]), (date(2026, 11, 1), date(2026, 11, 27))).line(),
            None
        );
        let long = months(date(2000, 1, 1), date(2026, 11, 27));
        assert_eq!((long.len(), long.last()), (MOST, Some(&date(2026, 11, 1))));
    }
}
