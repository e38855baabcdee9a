//! `GET /desk/`: the complaints, by the filter in the address.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::Count;
use huiyin_contracts::views::intake::{ComplaintFilter, ComplaintView};
use huiyin_kernel::UnitPath;
use huiyin_web::Page as Rows;
use serde::Deserialize;

use super::{problem, render, resource};
use crate::Door;
use crate::bulk::{self, Chosen};
use crate::services::{Answer, Of};
use crate::signal::Signal;
use crate::visit::Visit;

/// The stages of a complaint in the order in which it comes to them.
const STAGES: [&str; 11] = [
    "registered",
    "accepted",
    "assigned",
    "investigating",
    "found",
    "replied",
    "declined",
    "settled",
    "withdrawn",
    "closed",
    "archived",
];

/// The filter, as the form sends it: what is not filled in is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    pub(crate) stage: String,
    pub(crate) channel: String,
    pub(crate) unit: String,
    pub(crate) after: String,
}

impl Filter {
    /// What the register is asked; nothing where the unit is none.
    pub(super) fn asked(&self) -> Option<ComplaintFilter> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let unit = given(&self.unit).map(UnitPath::new).transpose().ok()?;
        Some(ComplaintFilter {
            unit,
            stage: given(&self.stage),
            channel: given(&self.channel),
            after: given(&self.after),
            ..ComplaintFilter::default()
        })
    }

    fn at<'a>(&'a self, cursor: &'a str) -> [(&'static str, &'a str); 4] {
        [
            ("stage", &self.stage),
            ("channel", &self.channel),
            ("unit", &self.unit),
            ("after", cursor),
        ]
    }
}

#[derive(Template)]
#[template(path = "list.html")]
struct Page<'a> {
    v: &'a Visit,
    filter: &'a Filter,
    rows: Answer<Rows<ComplaintView>>,
    count: Option<Count>,
}

impl Page<'_> {
    fn signal(&self, row: &ComplaintView) -> Signal {
        Signal::of_complaint(row, self.v.now)
    }

    fn address(&self, row: &ComplaintView) -> String {
        self.v.link(&format!("/desk/complaints/{}", row.number))
    }

    fn chosen(&self, row: &ComplaintView) -> Chosen {
        Chosen {
            complaint: row.id,
            order: None,
            number: Some(row.number.clone()),
        }
    }

    fn list(&self) -> &'static str {
        "register"
    }

    fn offered(&self) -> &'static [&'static str] {
        bulk::offered(self.list())
    }

    fn total(&self) -> Option<String> {
        self.count.map(|count| total(self.v, count))
    }

    fn first(&self) -> String {
        self.v.link_with("/desk/", &self.filter.at(""))
    }

    /// The whole of it as a spreadsheet.
    fn sheet(&self) -> String {
        self.v.link_with("/desk/export/register.xlsx", &self.filter.at(""))
    }

    fn next(&self, cursor: &str) -> String {
        self.v.link_with("/desk/", &self.filter.at(cursor))
    }
}

/// The page of the list. The register decides which complaints the caller sees; each is decided here as well.
pub(crate) async fn list(
    State(door): State<Door>,
    mut visit: Visit,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    super::views::beside(&door, &mut visit).await;
    let Ok(Query(filter)) = filter else {
        return show(&visit, &Filter::default(), Answer::Refused, None);
    };
    let Some(asked) = filter.asked() else {
        return show(&visit, &filter, Answer::Refused, None);
    };
    let (services, passed) = (&door.services, &visit.passed);
    let (rows, count): (Answer<Rows<ComplaintView>>, _) = tokio::join!(
        services.get(Of::Intake, "/intake/v1/complaints", &asked, passed),
        services.get(Of::Intake, "/intake/v1/complaints/count", &asked, passed),
    );
    let sight = door.gate.sight(&visit.caller);
    let rows = rows.map(|mut rows| {
        rows.items.retain(|row| sight.may(resource(row)));
        rows
    });
    let count = match count {
        Answer::Here(count) => Some(count),
        _ => None,
    };
    show(&visit, &filter, rows, count)
}

/// How long a list is. It is counted to a hundred and no farther: each line is decided as the list decides it, for a number that counted what
/// the reader may not see would tell of it (R8.2), and nobody reads a longer list to its end.
pub(super) fn total(visit: &Visit, count: Count) -> String {
    let key = if count.more { "list.at_least" } else { "list.total" };
    visit.words.fill(key, &[&count.rows.to_string()])
}

/// The page with these rows. What the filter got wrong is the caller's to put right: 422.
pub(crate) fn show(
    visit: &Visit,
    filter: &Filter,
    rows: Answer<Rows<ComplaintView>>,
    count: Option<Count>,
) -> Response {
    let status = match rows {
        Answer::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = Page {
        v: visit,
        filter,
        rows,
        count,
    };
    render(visit, status, &page)
}
