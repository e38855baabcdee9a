//! `POST /orders/{id}/co_handlers`: another unit supplies something (R4.8).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{AskCoHandler, OrderView};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use super::views;
use crate::app::App;
use crate::domain::ask_co_handler::{AskCoHandler as Ask, Refusal};

/// Asks a unit to co-handle: it gets an order and a limit of its own. The lead unit's limits stay as they are.
#[utoipa::path(
    post,
    path = "/orders/{id}/co_handlers",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = AskCoHandler,
    responses(
        (status = 201, description = "The co-handling order", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn ask_co_handler(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<AskCoHandler>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::AskCoHandler, id).await?;
    let key = command::key(&request.idempotency, StatusCode::CREATED);
    let by = &caller.actor;
    let limit = request.body.limit.as_ref().map(views::limit).transpose()?;
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Ask {
                    order: id,
                    to: ground.rules.directory.get(&request.body.unit),
                    asks: &request.body.asks,
                    task: request.body.task.as_deref(),
                    required: !request.body.optional,
                    limit,
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
        Refusal::NotLead => Told::Conflict("order-not-lead"),
        Refusal::UnknownUnit => Told::Refused("unit-unknown"),
        Refusal::ClosedUnit => Told::Conflict("unit-closed"),
        Refusal::UnknownTask => Told::Refused("task-unknown"),
        Refusal::SameUnit => Told::Conflict("unit-same"),
        Refusal::Asked => Told::Conflict("unit-asked"),
        Refusal::Concerned => Told::Refused("unit-concerned"),
        Refusal::Limit(_) | Refusal::PacksLimit => Told::Refused("limit-out-of-range"),
        Refusal::NoWords => Told::Refused("asks-missing"),
        Refusal::LongWords => Told::Refused("asks-long"),
    }
}
