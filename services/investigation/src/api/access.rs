//! `GET /access`: which policies decide who sees a case.

use axum::extract::State;
use huiyin_web::{Caller, ExplainQuery, Explained, Json, Problem, Query};

use super::Api;

/// What investigation decides of a member of staff and a complaint's case, and by which policies: for the operator. The duties that
/// their unit holds count where the case waits for one of them.
#[utoipa::path(get, path = "/access", params(ExplainQuery), responses(
    (status = 200, body = Explained), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn access(
    State(api): State<Api>,
    caller: Caller,
    Query(asked): Query<ExplainQuery>,
) -> Result<Json<Explained>, Problem> {
    api.gate.explains(&caller)?;
    let kept = api.app.case_of(asked.complaint).await?;
    let (resource, who) = api.app.sight(&Caller(asked.caller()), &kept).await?;
    Ok(Json(api.gate.explain(&who, &resource)))
}
