//! `POST /orders/{id}/supply`: what a co-handling order asks for (R4.8).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{OrderView, Supply};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use crate::app::App;
use crate::domain::supply::{Refusal, Supply as Supplied};

/// Supplies what was asked. The co-handling order ends with it.
#[utoipa::path(
    post,
    path = "/orders/{id}/supply",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = Supply,
    responses(
        (status = 200, description = "The order, done", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn supply(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<Supply>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::Supply, id).await?;
    let key = command::key(&request.idempotency, StatusCode::OK);
    let by = &caller.actor;
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Supplied {
                    order: id,
                    words: &request.body.supplied,
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
        Refusal::NotCoHandling => Told::Conflict("order-not-co-handling"),
        Refusal::NoWords => Told::Refused("supplied-missing"),
        Refusal::LongWords => Told::Refused("supplied-long"),
    }
}
