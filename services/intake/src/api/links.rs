//! Links between complaints (R3.6, R3.10, R3.11), and who may be the same complainant.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{Candidate, LinkRequest, LinkView, Unlink};
use huiyin_kernel::LinkId;
use huiyin_web::{Caller, Gate, Idempotent, Json, Path, Problem};

use super::answer::{allowed, failed, once, problem, resource};
use crate::app::{App, AppError, candidate};
use crate::domain::link::Refusal;

/// Links the complaint to another one.
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/links",
    tag = "links",
    params(("complaint" = String, Path, description = "Its id or its number"), ("Idempotency-Key" = String, Header)),
    request_body = LinkRequest,
    responses(
        (status = 201, body = LinkView),
        (status = 409, description = "As they stand the two are not linked so"),
        (status = 422, description = "Something in it is wrong")
    )
)]
pub(crate) async fn link(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
    request: Idempotent<LinkRequest>,
) -> Result<impl IntoResponse, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Link, &complaint).await?;
    let told = &request.body;
    let other = app.other(&told.to).await.map_err(problem)?;
    // One that the caller may not see is one that there is not.
    if !gate.may(&caller, Action::Read, &resource(&other)) {
        return Err(problem(AppError::from(Refusal::Unknown)));
    }
    // What changes the other one, too, is not done by who may only read it.
    if told.new_facts || told.kind == "cluster" {
        gate.require(&caller, Action::Link, &resource(&other))?;
    }
    let key = once(&request.idempotency);
    let linked = app.link(complaint.id, other.id, told, caller.actor.clone(), key).await;
    Ok((StatusCode::CREATED, Json(linked.map_err(problem)?)))
}

/// Undoes a link. What it did is taken back; that it was stays in the history.
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/links/{link}/undo",
    tag = "links",
    params(
        ("complaint" = String, Path, description = "Its id or its number"),
        ("link" = String, Path, description = "The link"),
        ("Idempotency-Key" = String, Header)
    ),
    request_body = Unlink,
    responses((status = 200, body = LinkView), (status = 409, description = "It is undone already"))
)]
pub(crate) async fn undo(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path((complaint, link)): Path<(String, LinkId)>,
    request: Idempotent<Unlink>,
) -> Result<Json<LinkView>, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Link, &complaint).await?;
    let key = once(&request.idempotency);
    let undone = app
        .unlink(complaint.id, link, &request.body, caller.actor.clone(), key)
        .await;
    undone.map(Json).map_err(problem)
}

/// The complaint's links in either direction, undone ones too: those whose other end the caller sees.
#[utoipa::path(
    get,
    path = "/complaints/{complaint}/links",
    tag = "links",
    params(("complaint" = String, Path, description = "Its id or its number")),
    responses((status = 200, body = Vec<LinkView>), (status = 404, description = "None, or not for the caller"))
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
) -> Result<Json<Vec<LinkView>>, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Read, &complaint).await?;
    let links = app.links(complaint.id).await.map_err(failed)?;
    let seen = |other: &crate::domain::complaint::Complaint| gate.may(&caller, Action::List, &resource(other));
    let shown = links.into_iter().filter(|(_, other)| other.as_ref().is_none_or(seen));
    Ok(Json(shown.map(|(link, _)| link).collect()))
}

/// Complaints that may be of the same complainant, the latest first: those that the caller sees, and nobody's identity.
#[utoipa::path(
    get,
    path = "/complaints/{complaint}/candidates",
    tag = "links",
    params(("complaint" = String, Path, description = "Its id or its number")),
    responses((status = 200, body = Vec<Candidate>), (status = 404, description = "None, or not for the caller"))
)]
pub(crate) async fn candidates(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
) -> Result<Json<Vec<Candidate>>, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Link, &complaint).await?;
    let found = app.candidates(complaint.id).await.map_err(failed)?;
    let seen = found
        .into_iter()
        .filter(|(found, _)| gate.may(&caller, Action::List, &resource(found)));
    Ok(Json(seen.map(candidate).collect()))
}
