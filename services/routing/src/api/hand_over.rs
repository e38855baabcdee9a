//! `POST /orders/{id}/hand_over`: passes an order on (R4.3).

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
use crate::domain::hand_over::{HandOver as Request, Refusal};

/// Passes an order on to another unit: it gets a transfer order of its own, the present one ends. The reply's due time stays.
#[utoipa::path(
    post,
    path = "/orders/{id}/hand_over",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = HandOver,
    responses(
        (status = 201, description = "The new order", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order or the unit does not allow it now"),
        (status = 422, description = "The unit or the reason is refused")
    )
)]
pub(crate) async fn hand_over(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<HandOver>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::HandOver, id).await?;
    let key = command::key(&request.idempotency, StatusCode::CREATED);
    let HandOver { unit, reason } = &request.body;
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Request {
                    order: id,
                    history: ground.history,
                    to: ground.rules.directory.get(unit),
                    reason,
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
        Refusal::NotOpen => Told::Conflict("order-not-open"),
        Refusal::Supervision => Told::Conflict("order-supervision"),
        Refusal::CoHandling => Told::Conflict("order-co-handling"),
        Refusal::Alert => Told::Conflict("order-alert"),
        Refusal::Dispute => Told::Conflict("order-dispute"),
        Refusal::Binding => Told::Conflict("order-binding"),
        Refusal::Ended => Told::Conflict("complaint-ended"),
        Refusal::ClosedUnit => Told::Conflict("unit-closed"),
        Refusal::SameUnit => Told::Conflict("unit-same"),
        Refusal::UnknownUnit => Told::Refused("unit-unknown"),
        Refusal::Concerned => Told::Refused("unit-concerned"),
        Refusal::NoWords => Told::Refused("reason-missing"),
        Refusal::LongWords => Told::Refused("reason-long"),
    }
}
