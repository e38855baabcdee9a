//! `/desk/figures/overview`: a subtree at a glance, for whoever supervises it: what is overdue and due today, by unit, whether complainants
//! are satisfied, and the causes (R6.4, R7.1). Each number leads to what is behind it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::audit::{Counts, FigureRow, Figures, FiguresQuery};
use huiyin_contracts::views::routing::OrderCounts;
use huiyin_kernel::UnitPath;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::behind::{self, Cell};
use super::queue::{order_counts, unit_path};
use super::{figures, problem, render};
use crate::Door;
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// How far back it looks for what is counted over time.
const DAYS: i32 = 90;
/// So many causes.
const CAUSES: usize = 10;

/// Which subtree.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    /// A unit's code; empty: all that the caller counts.
    pub(crate) under: String,
}

/// What the services say.
pub(crate) struct Seen {
    /// Orders that wait, by list.
    pub(crate) orders: Answer<OrderCounts>,
    /// What is open, by the unit that leads.
    pub(crate) open: Answer<Figures>,
    /// What was received lately, by the unit that leads.
    pub(crate) lately: Answer<Figures>,
    /// What was received lately, by its root cause.
    pub(crate) causes: Answer<Figures>,
}

/// A unit's row.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    lead: Option<String>,
    open: Counts,
    lately: Counts,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Page<'a> {
    v: &'a Visit,
    under: &'a str,
    period: (Date, Date),
    orders: Answer<OrderCounts>,
    rows: Answer<Vec<Row>>,
    causes: Answer<Vec<FigureRow>>,
    units: Vec<(String, String)>,
}

impl Page<'_> {
    /// The lists that wait, each with its address and how long it is.
    fn lists(&self, counts: &OrderCounts) -> Vec<(&'static str, String, String)> {
        let lists = [
            ("to_accept", counts.to_accept),
            ("due_today", counts.due),
            ("overdue", counts.overdue),
            ("supervision", counts.supervision),
        ];
        let link = |list: &str| {
            self.v
                .link_with(&format!("/desk/lists/{list}"), &[("under", self.under)])
        };
        let counted = |count: huiyin_contracts::views::Count| {
            let more = if count.more { "+" } else { "" };
            format!("{}{more}", count.rows)
        };
        lists
            .into_iter()
            .map(|(list, count)| (list, link(list), counted(count)))
            .collect()
    }

    fn open(&self, row: &Row, part: &'static str, count: &u64) -> Cell {
        self.cell(("lead", row.lead.as_deref()), part, None, *count)
    }

    fn lately(&self, row: &Row, part: &'static str, count: &u64) -> Cell {
        self.cell(("lead", row.lead.as_deref()), part, Some(self.period), *count)
    }

    fn cause(&self, row: &FigureRow, part: &'static str, count: &u64) -> Cell {
        self.cell(("root_cause", key(row)), part, Some(self.period), *count)
    }

    fn cell(&self, of: (&str, Option<&str>), part: &'static str, period: Option<(Date, Date)>, count: u64) -> Cell {
        let asked = behind::Asked {
            of: Some(of),
            part,
            period,
            under: self.under,
        };
        behind::cell(self.v, &asked, count)
    }

    fn unit<'a>(&'a self, row: &'a Row) -> &'a str {
        figures::name(self.v, "lead", row.lead.as_deref())
    }

    fn cause_name<'a>(&'a self, row: &'a FigureRow) -> &'a str {
        figures::name(self.v, "root_cause", key(row))
    }

    fn in_time(&self, counts: &Counts) -> String {
        figures::in_time(self.v, counts)
    }

    fn satisfied(&self, counts: &Counts) -> String {
        figures::share(self.v, counts.satisfied, counts.dissatisfied)
    }
}

fn key(row: &FigureRow) -> Option<&str> {
    row.key.first().and_then(Option::as_deref)
}

/// The page.
pub(crate) async fn show(State(door): State<Door>, visit: Visit, Query(filter): Query<Filter>) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let today = visit.today();
    let period = (today.saturating_sub(DAYS.days()), today);
    let seen = look(&door, &visit, &filter.under, period).await;
    page(&visit, &filter.under, period, seen)
}

async fn look(door: &Door, visit: &Visit, under: &str, (from, to): (Date, Date)) -> Seen {
    let path = unit_path(door, visit, under).await;
    let under_path: Option<UnitPath> = path.as_deref().and_then(|path| path.parse().ok());
    let ask = async |by: &str, part: Option<&str>, period: Option<(Date, Date)>| {
        if path.is_some() && under_path.is_none() {
            return Answer::Refused;
        }
        let query = FiguresQuery {
            by: by.to_owned(),
            from: period.map(|(from, _)| from),
            to: period.map(|(_, to)| to),
            under: under_path.clone(),
            part: part.map(str::to_owned),
        };
        door.services
            .get(Of::Audit, "/audit/v1/figures", &query, &visit.passed)
            .await
    };
    let (orders, open, lately, causes) = tokio::join!(
        order_counts(door, visit, under),
        ask("lead", Some("open"), None),
        ask("lead", None, Some((from, to))),
        ask("root_cause", None, Some((from, to))),
    );
    Seen {
        orders,
        open,
        lately,
        causes,
    }
}

/// The page with what was seen.
pub(crate) fn page(visit: &Visit, under: &str, period: (Date, Date), seen: Seen) -> Response {
    let rows = match (seen.open, seen.lately) {
        (Answer::Here(open), Answer::Here(lately)) => Answer::Here(rows(open.rows, lately.rows)),
        (Answer::Here(_), other) | (other, _) => other.map(|_| Vec::new()),
    };
    let causes = seen.causes.map(|figures| {
        let known = figures.rows.into_iter().filter(|row| key(row).is_some());
        known.take(CAUSES).collect()
    });
    let status = match (&rows, &seen.orders) {
        (Answer::Refused, _) | (_, Answer::Refused) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = Page {
        v: visit,
        under,
        period,
        orders: seen.orders,
        rows,
        causes,
        units: visit.names.offered(),
    };
    render(visit, status, &page)
}

/// Each unit that has something open or received something lately: what is overdue first, then what is open.
fn rows(open: Vec<FigureRow>, lately: Vec<FigureRow>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut lately: Vec<_> = lately
        .into_iter()
        .map(|row| (row.key.into_iter().next().flatten(), row.counts))
        .collect();
    for row in open {
        let lead = row.key.into_iter().next().flatten();
        let at = lately.iter().position(|(other, _)| *other == lead);
        let then = at.map(|at| lately.swap_remove(at).1).unwrap_or_default();
        rows.push(Row {
            lead,
            open: row.counts,
            lately: then,
        });
    }
    rows.extend(lately.into_iter().map(|(lead, counts)| Row {
        lead,
        open: Counts::default(),
        lately: counts,
    }));
    rows.sort_by(|a, b| {
        let order = |row: &Row| (row.open.overdue, row.open.open, row.lately.received);
        order(b).cmp(&order(a)).then_with(|| a.lead.cmp(&b.lead))
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(lead: &str, counts: Counts) -> FigureRow {
        FigureRow {
            key: vec![Some(lead.to_owned())],
            counts,
        }
    }

    #[test]
    fn what_is_overdue_stands_first_and_each_unit_once() {
        let counts = |open, overdue| Counts {
            open,
            overdue,
            ..Counts::default()
        };
        let received = |received| Counts {
            received,
            ..Counts::default()
        };
        let open = vec![row("ho.b01", counts(9, 0)), row("ho.b02", counts(1, 1))];
        let lately = vec![row("ho.b03", received(4)), row("ho.b01", received(20))];
        let rows = rows(open, lately);
        let told: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.lead.as_deref().unwrap_or_default(),
                    row.open.open,
                    row.lately.received,
                )
            })
            .collect();
        assert_eq!(told, [("ho.b02", 1, 0), ("ho.b01", 9, 20), ("ho.b03", 0, 4)]);
    }
}
