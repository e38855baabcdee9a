//! `/desk/lists/{list}`: the five lists that everyone knows, by the next limit: to accept, due today, overdue, supervision orders, and
//! the follow-up visits that are due; and what waits for a decision of whoever looks. The address is the filter.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::Count;
use huiyin_contracts::views::investigation::{CaseLine, Stage};
use huiyin_contracts::views::routing::{OrderCounts, OrderView};
use huiyin_kernel::{ComplaintId, ComplaintNumber, OrderId, Timestamp};
use huiyin_web::{Page as Rows, Path, Problem};
use serde::Deserialize;

use super::{problem, render};
use crate::Door;
use crate::bulk::{self, Chosen};
use crate::services::{Answer, Of};
use crate::signal::Signal;
use crate::visit::Visit;

/// The lists, in the order in which a day begins.
pub(crate) const LISTS: [&str; 6] = [
    "to_accept",
    "due_today",
    "overdue",
    "supervision",
    "follow_up",
    "waiting",
];

/// Which part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    /// A unit's code: its own and those below it.
    pub(crate) under: String,
    pub(crate) after: String,
}

/// One line.
pub(crate) struct Row {
    pub(crate) complaint: ComplaintId,
    /// The order that it is; none in the list of cases.
    pub(crate) order: Option<OrderId>,
    pub(crate) number: Option<ComplaintNumber>,
    pub(crate) kind: Option<String>,
    pub(crate) stage: String,
    pub(crate) severity: Option<String>,
    pub(crate) unit: String,
    pub(crate) concerned: Option<String>,
    pub(crate) due: Option<Timestamp>,
    pub(crate) since: Timestamp,
}

impl Row {
    /// The line, as the form of bulk acts names it.
    fn chosen(&self) -> Chosen {
        Chosen {
            complaint: self.complaint,
            order: self.order,
            number: self.number.clone(),
        }
    }
}

/// How many lines each list has; none where its service is away.
pub(crate) type Counts = [Option<Count>; 6];

#[derive(Template)]
#[template(path = "queue.html")]
struct Page<'a> {
    v: &'a Visit,
    list: &'a str,
    filter: &'a Filter,
    rows: Answer<Rows<Row>>,
    counts: Counts,
    units: Vec<(String, String)>,
}

impl Page<'_> {
    fn lists(&self) -> Vec<(&'static str, String, String)> {
        let link = |list: &str| self.v.link_with(&path(list), &[("under", &self.filter.under)]);
        let counted = |count: &Option<Count>| match count {
            Some(count) => format!("{}{}", count.rows, if count.more { "+" } else { "" }),
            None => self.v.say("word.unknown").to_owned(),
        };
        let each = LISTS.iter().zip(&self.counts);
        each.map(|(list, count)| (*list, link(list), counted(count))).collect()
    }

    fn total(&self) -> Option<String> {
        let place = LISTS.iter().position(|list| *list == self.list)?;
        let count = self.counts.get(place).copied().flatten()?;
        Some(super::list::total(self.v, count))
    }

    /// Whether its lines are cases; else they are orders.
    fn is_of_cases(&self) -> bool {
        matches!(self.list, "follow_up" | "waiting")
    }

    fn signal(&self, row: &Row) -> Signal {
        Signal::of_due(row.due, self.v.now)
    }

    fn address(&self, row: &Row) -> String {
        self.v.link(&format!("/desk/complaints/{}", row.chosen().label()))
    }

    fn offered(&self) -> &'static [&'static str] {
        bulk::offered(self.list)
    }

    fn stage<'a>(&'a self, row: &'a Row) -> &'a str {
        if self.is_of_cases() {
            self.v.say(&row.stage)
        } else {
            self.v.code("order_stage", &row.stage)
        }
    }

    fn next(&self, cursor: &str) -> String {
        let query = [("under", self.filter.under.as_str()), ("after", cursor)];
        self.v.link_with(&path(self.list), &query)
    }

    fn first(&self) -> String {
        self.next("")
    }

    fn action(&self) -> String {
        path(self.list)
    }
}

fn path(list: &str) -> String {
    format!("/desk/lists/{list}")
}

/// The page of one list.
pub(crate) async fn list(
    State(door): State<Door>,
    mut visit: Visit,
    list: Result<Path<String>, Problem>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let known = list
        .ok()
        .and_then(|Path(list)| LISTS.into_iter().find(|known| *known == list));
    let Some(list) = known else {
        return problem::page(&visit, &Problem::not_found());
    };
    let filter = filter.map(|Query(filter)| filter).unwrap_or_default();
    super::views::beside(&door, &mut visit).await;
    let (rows, counts) = tokio::join!(rows(&door, &visit, list, &filter), counts(&door, &visit, &filter));
    show(&visit, list, &filter, rows, counts, visit.names.offered())
}

/// The page with these rows.
pub(crate) fn show(
    visit: &Visit,
    list: &str,
    filter: &Filter,
    rows: Answer<Rows<Row>>,
    counts: Counts,
    units: Vec<(String, String)>,
) -> Response {
    let status = match rows {
        Answer::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = Page {
        v: visit,
        list,
        filter,
        rows,
        counts,
        units,
    };
    render(visit, status, &page)
}

async fn counts(door: &Door, visit: &Visit, filter: &Filter) -> Counts {
    let waiting = door.services.get(
        Of::Investigation,
        "/investigation/v1/cases/waiting/count",
        &(),
        &visit.passed,
    );
    let (orders, cases, waiting) = tokio::join!(
        order_counts(door, visit, &filter.under),
        case_count(door, visit, filter),
        waiting
    );
    let orders = counted(orders);
    let each = [
        orders.map(|counts| counts.to_accept),
        orders.map(|counts| counts.due),
        orders.map(|counts| counts.overdue),
        orders.map(|counts| counts.supervision),
    ];
    let [to_accept, due, overdue, supervision] = each;
    [to_accept, due, overdue, supervision, counted(cases), counted(waiting)]
}

pub(super) async fn order_counts(door: &Door, visit: &Visit, under: &str) -> Answer<OrderCounts> {
    let tonight = visit.end_of_today().unwrap_or(visit.now).to_string();
    let mut query = vec![("due_before", tonight.as_str())];
    query.extend(Some(("under", under.trim())).filter(|(_, text)| !text.is_empty()));
    let services = &door.services;
    services
        .get(Of::Routing, "/routing/v1/orders/counts", &query, &visit.passed)
        .await
}

async fn case_count(door: &Door, visit: &Visit, filter: &Filter) -> Answer<Count> {
    let path = unit_path(door, visit, &filter.under).await;
    let mut query = vec![("stage", "replied")];
    query.extend(path.as_deref().map(|path| ("unit", path)));
    let services = &door.services;
    services
        .get(
            Of::Investigation,
            "/investigation/v1/cases/count",
            &query,
            &visit.passed,
        )
        .await
}

/// Of a unit that is not there, or not for the caller, there is nothing.
fn counted<T: Default>(answer: Answer<T>) -> Option<T> {
    match answer {
        Answer::Here(count) => Some(count),
        Answer::Nothing | Answer::Refused => Some(T::default()),
        Answer::Away => None,
    }
}

async fn rows(door: &Door, visit: &Visit, list: &str, filter: &Filter) -> Answer<Rows<Row>> {
    let mut query = vec![("limit", "50")];
    let given = |text: &'_ str| !text.trim().is_empty();
    query.extend(Some(("after", filter.after.as_str())).filter(|(_, text)| given(text)));
    let services = &door.services;
    if list == "waiting" {
        let found: Answer<Rows<CaseLine>> = services
            .get(
                Of::Investigation,
                "/investigation/v1/cases/waiting",
                &query,
                &visit.passed,
            )
            .await;
        return found.map(|page| {
            of(page, |case| Row {
                due: case.reply_due,
                ..case_row(case)
            })
        });
    }
    if list == "follow_up" {
        query.extend([("stage", "replied"), ("by", "lapse")]);
        let path = unit_path(door, visit, &filter.under).await;
        query.extend(path.as_deref().map(|path| ("unit", path)));
        let found: Answer<Rows<CaseLine>> = services
            .get(Of::Investigation, "/investigation/v1/cases", &query, &visit.passed)
            .await;
        return found.map(|page| of(page, case_row));
    }
    query.extend(Some(("under", filter.under.trim())).filter(|(_, text)| given(text)));
    let tonight = visit.end_of_today().unwrap_or(visit.now).to_string();
    match list {
        "due_today" => query.extend([("state", "open"), ("due_before", &tonight)]),
        state => query.push(("state", state)),
    }
    let found: Answer<Rows<OrderView>> = services
        .get(Of::Routing, "/routing/v1/orders", &query, &visit.passed)
        .await;
    found.map(|page| of(page, order_row))
}

/// Cases are filtered by a unit's path, orders by its code.
pub(super) async fn unit_path(door: &Door, visit: &Visit, code: &str) -> Option<String> {
    let code = code.trim();
    if code.is_empty() {
        return None;
    }
    // A path is one already; what is neither leads to nobody's cases, not to everybody's.
    if code.contains('.') || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)) {
        return Some(code.to_owned());
    }
    let asked = format!("/routing/v1/units/{code}");
    let unit = door.services.get(Of::Routing, &asked, &(), &visit.passed).await;
    match unit {
        Answer::Here(huiyin_contracts::views::routing::UnitView { path, .. }) => Some(path.to_string()),
        _ => Some("none".to_owned()),
    }
}

fn of<T>(page: Rows<T>, row: impl Fn(T) -> Row) -> Rows<Row> {
    Rows {
        items: page.items.into_iter().map(row).collect(),
        next: page.next,
    }
}

fn order_row(order: OrderView) -> Row {
    Row {
        complaint: order.complaint,
        order: Some(order.id),
        number: Some(order.number),
        kind: Some(order.kind),
        stage: order.stage,
        severity: Some(order.severity),
        unit: order.lead.to_string(),
        concerned: Some(order.unit.to_string()),
        due: order.next_due,
        since: order.served_at,
    }
}

/// The key of a stage's name.
pub(crate) fn stage_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Assigned => "case.stage.assigned",
        Stage::Investigating => "case.stage.investigating",
        Stage::Found => "case.stage.found",
        Stage::Replied => "case.stage.replied",
        Stage::FollowedUp => "case.stage.followed_up",
        Stage::Reopened => "case.stage.reopened",
        Stage::Closed => "case.stage.closed",
        Stage::Archived => "case.stage.archived",
    }
}

fn case_row(case: CaseLine) -> Row {
    Row {
        complaint: case.complaint,
        order: None,
        number: case.number,
        kind: None,
        stage: stage_of(case.stage).to_owned(),
        severity: case.severity,
        unit: case.unit.to_string(),
        concerned: None,
        due: case.follow_up_lapses,
        since: case.opened,
    }
}
