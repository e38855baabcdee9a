//! `POST /orders/{id}/dispute`: the service management above both units is asked (R4.9).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{OrderView, Reason};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use crate::app::App;
use crate::domain::dispute::{Dispute, Refusal};

/// Takes an order that was passed on to the service management above both units. One of them must have returned it before.
#[utoipa::path(
    post,
    path = "/orders/{id}/dispute",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = Reason,
    responses(
        (status = 201, description = "The order to decide", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn dispute(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<Reason>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::ReturnOrder, id).await?;
    let key = command::key(&request.idempotency, StatusCode::CREATED);
    let by = &caller.actor;
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Dispute {
                    order: id,
                    reason: &request.body.reason,
                    history: ground.history,
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
        Refusal::Binding => Told::Conflict("order-binding"),
        Refusal::Alone => Told::Conflict("dispute-alone"),
        Refusal::Accepted => Told::Conflict("order-accepted"),
        Refusal::NotReturned => Told::Conflict("dispute-not-returned"),
        Refusal::NoWords => Told::Refused("reason-missing"),
        Refusal::LongWords => Told::Refused("reason-long"),
    }
}
