//! `POST /imports`: complaints of the past, in bulk.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::intake::{ImportAnswer, Imports};
use huiyin_web::{Caller, Gate, Json, Problem};

use super::answer::problem;
use crate::app::App;

/// Registers complaints of the past. Each row is taken or refused on its own; sent again, it adds nothing: source and key are its
/// idempotency key.
#[utoipa::path(
    post,
    path = "/imports",
    tag = "register",
    request_body = Imports,
    responses(
        (status = 200, body = ImportAnswer, description = "What became of each row, in the request's order"),
        (status = 413, description = "Over 8 MiB"),
        (status = 422, description = "The request as a whole is wrong")
    )
)]
pub(crate) async fn import(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(request): Json<Imports>,
) -> Result<Json<ImportAnswer>, Problem> {
    gate.require(&caller, Action::Import, &Resource::new(Kind::Complaint))?;
    app.import(&caller, &request).await.map(Json).map_err(problem)
}
