//! `/desk/complaints/{reference}/paper/{order}`: an order as the page that is printed, signed and filed: transfer order, supervision
//! order, co-handling order. No name and no words of a complainant stand on it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_contracts::views::routing::OrderView;
use huiyin_kernel::OrderId;
use huiyin_web::{Path, Problem};

use super::{problem, render};
use crate::Door;
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// The version of the printed form: it changes when a line of it does.
pub(crate) const VERSION: u32 = 1;

#[derive(Template)]
#[template(path = "paper.html")]
struct Page<'a> {
    v: &'a Visit,
    facts: &'a ComplaintView,
    order: &'a OrderView,
}

impl Page<'_> {
    fn back(&self, facts: &ComplaintView) -> String {
        self.v.link(&format!("/desk/complaints/{}", facts.number))
    }
}

/// The order as a page to print.
pub(crate) async fn order(
    State(door): State<Door>,
    visit: Visit,
    path: Result<Path<(String, OrderId)>, Problem>,
) -> Response {
    match gather(&door, &visit, path).await {
        Ok((facts, order)) => show(&visit, &facts, &order),
        Err(refused) => problem::page(&visit, &refused),
    }
}

/// The page of one order.
pub(crate) fn show(visit: &Visit, facts: &ComplaintView, order: &OrderView) -> Response {
    let page = Page { v: visit, facts, order };
    render(visit, StatusCode::OK, &page)
}

async fn gather(
    door: &Door,
    visit: &Visit,
    path: Result<Path<(String, OrderId)>, Problem>,
) -> Result<(ComplaintView, OrderView), Problem> {
    door.gate.scope(&visit.caller)?;
    let Path((reference, wanted)) = path?;
    let (reference, _) = super::complaint::read(&reference)?;
    let (services, headers) = (&door.services, &visit.passed);
    let asked = format!("/intake/v1/complaints/{reference}");
    let facts: ComplaintView = here(services.get(Of::Intake, &asked, &(), headers).await)?;
    let asked = format!("/routing/v1/complaints/{}/orders", facts.id);
    let orders: Vec<OrderView> = here(services.get(Of::Routing, &asked, &(), headers).await)?;
    let order = orders.into_iter().find(|order| order.id == wanted);
    Ok((facts, order.ok_or_else(Problem::not_found)?))
}

fn here<T>(answer: Answer<T>) -> Result<T, Problem> {
    match answer {
        Answer::Here(value) => Ok(value),
        Answer::Nothing | Answer::Refused => Err(Problem::not_found()),
        Answer::Away => Err(Problem::unavailable(5)),
    }
}
