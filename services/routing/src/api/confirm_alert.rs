//! `POST /orders/{id}/confirm`: the team of an emergency plan heard its alert (R5.9).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{ConfirmAlert, OrderView};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use crate::app::App;
use crate::domain::confirm_alert::{ConfirmAlert as Confirmed, Refusal};

/// Says that the team which an emergency plan names has heard. Who of it said so, and when, stands with the order.
#[utoipa::path(
    post,
    path = "/orders/{id}/confirm",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = ConfirmAlert,
    responses(
        (status = 200, description = "The alert, confirmed", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn confirm_alert(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<ConfirmAlert>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::ConfirmAlert, id).await?;
    let key = command::key(&request.idempotency, StatusCode::OK);
    let (by, unit) = (&caller.actor, caller.unit.as_ref());
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Confirmed {
                    order: id,
                    history: ground.history,
                    unit,
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
        Refusal::Ended => Told::Conflict("complaint-ended"),
        Refusal::NotAlert => Told::Conflict("order-not-alert"),
        Refusal::Twice => Told::Conflict("alert-confirmed"),
        Refusal::NotTheTeam => Told::Conflict("alert-not-the-team"),
    }
}
