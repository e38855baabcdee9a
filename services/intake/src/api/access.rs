//! `GET /access`: which policies decide who sees a complaint.

use std::sync::Arc;

use axum::extract::State;
use huiyin_web::{Caller, ExplainQuery, Explained, Gate, Json, Problem, Query};

use super::answer::{failed, resource};
use crate::app::{App, Reference};

/// What this service decides of a member of staff and a complaint, and by which policies: for the operator.
#[utoipa::path(
    get,
    path = "/access",
    tag = "access",
    params(ExplainQuery),
    responses((status = 200, body = Explained), (status = 404, description = "There is no such complaint"))
)]
pub(crate) async fn access(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(asked): Query<ExplainQuery>,
) -> Result<Json<Explained>, Problem> {
    gate.explains(&caller)?;
    let found = app.find(&Reference::Id(asked.complaint)).await.map_err(failed)?;
    let complaint = found.ok_or_else(Problem::not_found)?;
    Ok(Json(gate.explain(&asked.caller(), &resource(&complaint))))
}
