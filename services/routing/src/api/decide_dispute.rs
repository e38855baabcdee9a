//! `POST /orders/{id}/decide`: whose the complaint is (R4.9).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{HandOver, OrderView};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use crate::app::App;
use crate::domain::decide_dispute::{DecideDispute, Refusal};

/// Decides a dispute. The decision binds: the order that follows can be neither returned nor disputed.
#[utoipa::path(
    post,
    path = "/orders/{id}/decide",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = HandOver,
    responses(
        (status = 201, description = "The order of the unit that must handle it", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn decide_dispute(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<HandOver>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::DecideDispute, id).await?;
    let key = command::key(&request.idempotency, StatusCode::CREATED);
    let by = &caller.actor;
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                DecideDispute {
                    order: id,
                    history: ground.history,
                    to: ground.rules.directory.get(&request.body.unit),
                    reason: &request.body.reason,
                    by,
                    now: ground.now,
                }
                .decide(ground.matter, &ground.rules)
            },
            command::order,
        )
        .await;
    done.map(command::answer).map_err(|error| command::problem(error, told))
}

fn told(refusal: &Refusal) -> Told {
    match refusal {
        Refusal::Ended => Told::Conflict("complaint-ended"),
        Refusal::NotOpen => Told::Conflict("order-not-open"),
        Refusal::NotDispute => Told::Conflict("order-not-dispute"),
        Refusal::UnknownUnit => Told::Refused("unit-unknown"),
        Refusal::ClosedUnit => Told::Conflict("unit-closed"),
        Refusal::Binding => Told::Conflict("order-binding"),
        Refusal::Elsewhere => Told::Refused("unit-elsewhere"),
        Refusal::Concerned => Told::Refused("unit-concerned"),
        Refusal::NoWords => Told::Refused("reason-missing"),
        Refusal::LongWords => Told::Refused("reason-long"),
    }
}
