//! `POST /orders/{id}/acknowledge`: a supervision order was seen (R4.7).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{Acknowledge, OrderView};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use crate::app::App;
use crate::domain::acknowledge::{Acknowledge as Acknowledged, Refusal};

/// Takes note of a supervision order. Nothing stops by it: the ladder goes on until what was to be done is done.
#[utoipa::path(
    post,
    path = "/orders/{id}/acknowledge",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = Acknowledge,
    responses(
        (status = 200, description = "The order, acknowledged", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn acknowledge(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<Acknowledge>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::Acknowledge, id).await?;
    let key = command::key(&request.idempotency, StatusCode::OK);
    let by = &caller.actor;
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Acknowledged {
                    order: id,
                    by,
                    now: ground.now,
                }
                .decide(ground.matter)
            },
            command::order,
        )
        .await;
    done.map(command::answer).map_err(|error| command::problem(error, told))
}

fn told(refusal: &Refusal) -> Told {
    match refusal {
        Refusal::NotOpen => Told::Conflict("order-not-open"),
        Refusal::NotSupervision => Told::Conflict("order-not-supervision"),
        Refusal::Twice => Told::Conflict("order-acknowledged"),
    }
}
