//! `POST /orders/{id}/hand_over`: passes an order on (R4.3).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use huiyin_access::{Action, Kind};
use huiyin_contracts::views::routing::{HandOver, OrderView};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::{failed, matter, views};
use crate::app::{App, HandOverError, HandedOver, Key};
use crate::domain::hand_over::Refusal;

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
    let (order, complaint) = app.order(id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    gate.require(
        &caller,
        Action::HandOver,
        &matter(Kind::Order, &complaint, Some(&order)),
    )?;
    let key = Key {
        key: request.idempotency.key(),
        fingerprint: request.idempotency.fingerprint(),
    };
    let HandOver { unit, reason } = &request.body;
    let render = |order: &_, complaint: &_| serde_json::to_string(&views::order(order, complaint));
    let (status, body) = match app.hand_over(key, id, unit, reason, render).await.map_err(problem)? {
        HandedOver::Now { body } => (StatusCode::CREATED, body),
        HandedOver::Before { status, body } => (StatusCode::from_u16(status).unwrap_or(StatusCode::CREATED), body),
    };
    Ok((status, [(CONTENT_TYPE, "application/json")], body).into_response())
}

fn problem(error: HandOverError) -> Problem {
    match error {
        HandOverError::NotFound => Problem::not_found(),
        HandOverError::KeyReused => Problem::key_reused(),
        HandOverError::Failed(error) => failed(error),
        HandOverError::Refused(refusal) => {
            let sentence = refusal.to_string();
            match refusal {
                Refusal::NotOpen => Problem::conflict("order-not-open", sentence),
                Refusal::Supervision => Problem::conflict("order-supervision", sentence),
                Refusal::Ended => Problem::conflict("complaint-ended", sentence),
                Refusal::ClosedUnit => Problem::conflict("unit-closed", sentence),
                Refusal::SameUnit => Problem::conflict("unit-same", sentence),
                Refusal::UnknownUnit => Problem::refused("unit-unknown", sentence),
                Refusal::Concerned => Problem::refused("unit-concerned", sentence),
                Refusal::NoReason => Problem::refused("reason-missing", sentence),
                Refusal::LongReason => Problem::refused("reason-long", sentence),
            }
        }
    }
}
