//! `POST /orders/{id}/supervise`: a unit above presses for a result (R4.7).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{OrderView, Supervise};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use crate::app::App;
use crate::domain::supervise::{Refusal, Supervise as Press};

/// The duty that answers for the whole organisation (R2.4).
const SUPERVISION_DESK: &str = "supervision_desk";

/// Presses the unit that holds the order: it gets a supervision order, to be answered by a day. The complaint's limits stay as they are.
#[utoipa::path(
    post,
    path = "/orders/{id}/supervise",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = Supervise,
    responses(
        (status = 201, description = "The supervision order", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn supervise(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<Supervise>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::Supervise, id).await?;
    let key = command::key(&request.idempotency, StatusCode::CREATED);
    let by = &caller.actor;
    let desk = caller.duties.iter().any(|duty| duty == SUPERVISION_DESK);
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Press {
                    order: id,
                    from: caller.unit.as_ref(),
                    desk,
                    asks: &request.body.asks,
                    due: request.body.due,
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
        Refusal::Supervision => Told::Conflict("order-is-supervision"),
        Refusal::NotAbove => Told::Refused("unit-not-above"),
        Refusal::Asked => Told::Conflict("unit-pressed"),
        Refusal::NothingAwaited => Told::Conflict("nothing-awaited"),
        Refusal::Past => Told::Refused("day-past"),
        Refusal::Far => Told::Refused("day-far"),
        Refusal::NoWords => Told::Refused("asks-missing"),
        Refusal::LongWords => Told::Refused("asks-long"),
    }
}
