//! `/desk/figures/complaints`: the complaints behind a figure (R7.3). Each number of the figures leads here.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::audit::{BehindQuery, BehindRow};
use huiyin_web::Page as Rows;
use jiff::civil::Date;
use serde::Deserialize;

use super::queue::unit_path;
use super::{figures, problem, render};
use crate::Door;
use crate::services::{Answer, Of};
use crate::visit::Visit;

const PATH: &str = "/desk/figures/complaints";

/// Which complaints a number counts.
pub(super) struct Asked<'a> {
    /// The key with the row's value; absent in the row of the sum.
    pub(super) of: Option<(&'a str, Option<&'a str>)>,
    pub(super) part: &'static str,
    pub(super) period: Option<(Date, Date)>,
    pub(super) under: &'a str,
}

/// A number of a table.
pub(super) struct Cell {
    /// Where it leads; nowhere where it counts nothing.
    pub(super) link: Option<String>,
    /// What it counts: for who does not see its row and column.
    pub(super) label: String,
    pub(super) count: u64,
}

/// The number with its link.
pub(super) fn cell(visit: &Visit, asked: &Asked<'_>, count: u64) -> Cell {
    let row = match asked.of {
        Some((by, key)) => figures::name(visit, by, key),
        None => visit.say("figures.total"),
    };
    Cell {
        link: (count > 0).then(|| asked.address(visit)),
        label: format!("{row} · {} {count}", visit.say(column(asked.part))),
        count,
    }
}

impl Asked<'_> {
    fn address(&self, visit: &Visit) -> String {
        let days = self.period.map(|(from, to)| (from.to_string(), to.to_string()));
        let mut query = vec![("part", self.part), ("under", self.under)];
        if let Some((from, to)) = &days {
            query.extend([("from", from.as_str()), ("to", to.as_str())]);
        }
        if let Some((by, key)) = self.of {
            query.push(("by", by));
            query.extend(key.map(|key| ("key", key)));
        }
        visit.link_with(PATH, &query)
    }
}

/// The name of a part.
fn column(part: &str) -> &'static str {
    match part {
        "closed" => "figures.closed",
        "open" => "figures.open",
        "in_time" => "figures.answered_in_time",
        "late" => "figures.late",
        "overdue" => "figures.overdue",
        "satisfied" => "satisfaction.satisfied",
        "dissatisfied" => "satisfaction.dissatisfied",
        _ => "figures.received",
    }
}

/// The address, as a number of the figures makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    pub(crate) by: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) part: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) under: String,
    pub(crate) after: String,
}

#[derive(Template)]
#[template(path = "behind.html")]
struct Page<'a> {
    v: &'a Visit,
    filter: &'a Filter,
    rows: Answer<Rows<BehindRow>>,
}

impl Page<'_> {
    /// What is shown, in words.
    fn told(&self) -> String {
        let filter = self.filter;
        let part = self.v.say(column(&filter.part)).to_owned();
        let row = filter.by.as_deref().map(|by| {
            let name = figures::name(self.v, by, filter.key.as_deref());
            format!("{}: {name}", self.v.code("figure_key", by))
        });
        let days = Some(format!("{} – {}", filter.from, filter.to)).filter(|_| !filter.from.is_empty());
        let under = Some(filter.under.clone()).filter(|under| !under.is_empty());
        let told: Vec<String> = [row, Some(part), under, days].into_iter().flatten().collect();
        told.join(" · ")
    }

    fn address(&self, row: &BehindRow) -> String {
        self.v.link(&format!("/desk/complaints/{}", self.label(row)))
    }

    fn label(&self, row: &BehindRow) -> String {
        row.number.clone().unwrap_or_else(|| row.complaint.to_string())
    }

    fn at(&self, after: &str) -> String {
        let filter = self.filter;
        let mut query: Vec<(&str, &str)> = Vec::new();
        query.extend(filter.by.as_deref().map(|by| ("by", by)));
        query.extend(filter.key.as_deref().map(|key| ("key", key)));
        query.extend([
            ("part", filter.part.as_str()),
            ("from", &filter.from),
            ("to", &filter.to),
            ("under", &filter.under),
            ("after", after),
        ]);
        self.v.link_with(PATH, &query)
    }
}

/// The page.
pub(crate) async fn show(State(door): State<Door>, visit: Visit, Query(filter): Query<Filter>) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let rows = match asked(&door, &visit, &filter).await {
        Some(query) => {
            door.services
                .get(Of::Audit, "/audit/v1/figures/complaints", &query, &visit.passed)
                .await
        }
        None => Answer::Refused,
    };
    page(&visit, &filter, rows)
}

/// What audit is asked; nothing where a day is none.
async fn asked(door: &Door, visit: &Visit, filter: &Filter) -> Option<BehindQuery> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let day = |text: &str| match text {
        "" => Some(None),
        text => text.parse::<Date>().ok().map(Some),
    };
    let under = match unit_path(door, visit, &filter.under).await {
        Some(path) => Some(path.parse().ok()?),
        None => None,
    };
    Some(BehindQuery {
        by: filter.by.clone(),
        key: filter.key.clone(),
        part: given(&filter.part),
        from: day(&filter.from)?,
        to: day(&filter.to)?,
        under,
        after: given(&filter.after),
        limit: None,
    })
}

/// The page with these rows.
pub(crate) fn page(visit: &Visit, filter: &Filter, rows: Answer<Rows<BehindRow>>) -> Response {
    let status = match rows {
        Answer::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = Page { v: visit, filter, rows };
    render(visit, status, &page)
}
