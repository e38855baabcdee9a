//! The papers of many orders as one page: each begins a sheet of its own.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use futures::future::join_all;
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_contracts::views::routing::OrderView;

use super::{AT_ONCE, Asked, Outcome, Refusal};
use crate::Door;
use crate::bulk::Chosen;
use crate::pages::{paper::VERSION, render};
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// A sheet: the order, and what the register says of its complaint.
pub(crate) type Sheet = (ComplaintView, OrderView);

#[derive(Template)]
#[template(path = "bulk_paper.html")]
struct Page<'a> {
    v: &'a Visit,
    asked: &'a Asked,
    outcome: &'a Outcome,
    sheets: &'a [Sheet],
}

impl Page<'_> {
    fn back(&self, facts: &ComplaintView) -> String {
        self.v.link(&format!("/desk/complaints/{}", facts.number))
    }
}

pub(super) async fn print(door: &Door, visit: &Visit, asked: &Asked) -> Response {
    let (mut outcome, mut sheets) = (Outcome::default(), Vec::new());
    for some in asked.chosen.chunks(AT_ONCE) {
        let found = join_all(some.iter().map(|one| of_one(door, visit, one))).await;
        for (one, found) in some.iter().zip(found) {
            match found {
                Answer::Here(of_one) if !of_one.is_empty() => {
                    outcome.done += 1;
                    sheets.extend(of_one);
                }
                Answer::Away => outcome.away.push(one.clone()),
                _ => outcome.refused.push(Refusal {
                    label: one.label(),
                    sentence: visit.say("bulk.no_paper").to_owned(),
                }),
            }
        }
    }
    page(visit, asked, &outcome, &sheets)
}

/// The page of these sheets.
pub(crate) fn page(visit: &Visit, asked: &Asked, outcome: &Outcome, sheets: &[Sheet]) -> Response {
    let page = Page {
        v: visit,
        asked,
        outcome,
        sheets,
    };
    render(visit, StatusCode::OK, &page)
}

/// The order that was chosen; where a complaint was, all of its orders.
async fn of_one(door: &Door, visit: &Visit, one: &Chosen) -> Answer<Vec<Sheet>> {
    let (services, passed) = (&door.services, &visit.passed);
    let (facts, orders) = (
        format!("/intake/v1/complaints/{}", one.complaint),
        format!("/routing/v1/complaints/{}/orders", one.complaint),
    );
    let (facts, orders): (Answer<ComplaintView>, Answer<Vec<OrderView>>) = tokio::join!(
        services.get(Of::Intake, &facts, &(), passed),
        services.get(Of::Routing, &orders, &(), passed),
    );
    match (facts, orders) {
        (Answer::Here(facts), Answer::Here(orders)) => {
            let wanted = orders
                .into_iter()
                .filter(|order| one.order.is_none_or(|id| id == order.id));
            Answer::Here(wanted.map(|order| (facts.clone(), order)).collect())
        }
        (Answer::Away, _) | (_, Answer::Away) => Answer::Away,
        _ => Answer::Nothing,
    }
}
