//! `POST /delays/{id}/approve`: somebody above gives more time (R4.5, R5.10).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use huiyin_contracts::views::routing::{Decide, DelayView};
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};
use uuid::Uuid;

use super::delays::decide;
use crate::app::App;

/// Approves an extension or a pause. Who asked cannot; nor who reports to them, nor their own unit.
#[utoipa::path(
    post,
    path = "/delays/{id}/approve",
    tag = "clocks",
    params(
        ("id" = String, Path, format = Uuid, description = "The line of the ledger"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = Decide,
    responses(
        (status = 200, description = "The line as it stands", body = DelayView),
        (status = 404, description = "There is no such line"),
        (status = 409, description = "The clock or the line does not allow it now, or not to this person"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn approve_delay(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<Uuid>,
    request: Idempotent<Decide>,
) -> Result<Response, Problem> {
    decide(&app, &gate, &caller, id, &request.idempotency, true).await
}
