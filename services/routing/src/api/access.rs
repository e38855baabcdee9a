//! `GET /access`: which policies decide who sees a complaint.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::Kind;
use huiyin_web::{Caller, ExplainQuery, Explained, Gate, Json, Problem, Query};

use super::{failed, matter};
use crate::app::App;

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
    let complaint = app.complaint(asked.complaint).await.map_err(failed)?;
    let complaint = complaint.ok_or_else(Problem::not_found)?;
    let orders = app.orders_of(asked.complaint).await.map_err(failed)?;
    let leading = orders.iter().rfind(|order| order.kind.is_lead());
    Ok(Json(
        gate.explain(&asked.caller(), &matter(Kind::Order, &complaint, leading)),
    ))
}
