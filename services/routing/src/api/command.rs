//! What every command about an order has in common: permission, key, answer, problem.

use std::fmt::Display;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use huiyin_access::{Action, Kind};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotency, Problem};

use super::{failed, held};
use crate::app::{Answered, App, CommandError, Key};
use crate::domain::complaint::Complaint;
use crate::domain::order::Order;

/// Whether the caller may do this to an order: its unit acts on it, or one above. To others it does not exist.
pub(super) async fn permit(
    app: &App,
    gate: &Gate,
    caller: &Caller,
    action: Action,
    id: OrderId,
) -> Result<(), Problem> {
    let (order, complaint) = app.order(id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    gate.require(caller, action, &held(Kind::Order, &complaint, &order.lead))
}

/// The key of a request whose answer has this status.
pub(super) fn key(idempotency: &Idempotency, status: StatusCode) -> Key<'_> {
    Key {
        key: idempotency.key(),
        fingerprint: idempotency.fingerprint(),
        status: status.as_u16(),
    }
}

/// An order as the answer shows it.
pub(super) fn order(order: &Order, complaint: &Complaint) -> Result<String, serde_json::Error> {
    serde_json::to_string(&super::views::order(order, complaint))
}

/// The answer that was kept beside the key.
pub(super) fn answer(answered: Answered) -> Response {
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::OK);
    (status, [(CONTENT_TYPE, "application/json")], answered.body).into_response()
}

/// Whether a refusal is about the request or about how things stand, with its code.
pub(super) enum Told {
    /// 422: the request will never do.
    Refused(&'static str),
    /// 409: it does not go now.
    Conflict(&'static str),
}

/// A command that was not carried out, as the caller is told.
pub(super) fn problem<R: Display>(error: CommandError<R>, told: impl FnOnce(&R) -> Told) -> Problem {
    match error {
        CommandError::NotFound => Problem::not_found(),
        CommandError::KeyReused => Problem::key_reused(),
        CommandError::Failed(error) => failed(error),
        CommandError::Refused(refusal) => match told(&refusal) {
            Told::Refused(code) => Problem::refused(code, refusal.to_string()),
            Told::Conflict(code) => Problem::conflict(code, refusal.to_string()),
        },
    }
}
