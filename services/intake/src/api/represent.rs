//! The authority of who complains for another (R3.10).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{CheckAuthority, RepresentationView};
use huiyin_web::{Caller, Gate, Idempotent, Json, Path, Problem};

use super::answer::{allowed, once, problem};
use crate::app::App;

/// How far the authority of who complains for another is. Who they are shows a look only.
#[utoipa::path(
    get,
    path = "/complaints/{complaint}/representation",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number")),
    responses(
        (status = 200, body = RepresentationView),
        (status = 404, description = "They complain themselves, or it is not for the caller")
    )
)]
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
) -> Result<Json<RepresentationView>, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Read, &complaint).await?;
    app.representation(complaint.id).await.map(Json).map_err(problem)
}

/// Says whether the authority holds. Until it is accepted, whoever complains for another is sent nothing and reads no words.
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/representation/check",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number"), ("Idempotency-Key" = String, Header)),
    request_body = CheckAuthority,
    responses(
        (status = 200, body = RepresentationView),
        (status = 409, description = "It was found so already"),
        (status = 422, description = "Something in it is wrong")
    )
)]
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
    request: Idempotent<CheckAuthority>,
) -> Result<Json<RepresentationView>, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::CheckAuthority, &complaint).await?;
    let key = once(&request.idempotency);
    let checked = app
        .check_authority(complaint.id, &request.body, caller.actor.clone(), key)
        .await;
    checked.map(Json).map_err(problem)
}
