//! Lists of what is to be destroyed: proposed by one person, approved by another, and afterwards the certificate (R8.3, P16).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use huiyin_access::Action;
use huiyin_contracts::views::retention::{DestructionView, ProposeDestruction};
use huiyin_kernel::DestructionId;
use huiyin_web::{Caller, Gate, Idempotency, Idempotent, Json, Path, Problem};

use super::archive::{allowed, problem, view};
use super::timeline::resource;
use super::{failed, once};
use crate::app::App;
use crate::app::archive::WholeList;
use crate::domain::archive::Fate;

/// Proposes that files be destroyed whose terms are over: all that are named, or none.
#[utoipa::path(
    post,
    path = "/destructions",
    tag = "archive",
    params(("Idempotency-Key" = String, Header)),
    request_body = ProposeDestruction,
    responses(
        (status = 201, body = DestructionId),
        (status = 409, description = "A file is not archived, not over its term, held, or on another list: the sentence names it"),
        (status = 422, description = "No file, too many, or one twice")
    )
)]
pub(crate) async fn propose(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    request: Idempotent<ProposeDestruction>,
) -> Result<impl IntoResponse, Problem> {
    for complaint in &request.body.complaints {
        allowed(&app, &gate, &caller, Action::ProposeDestruction, *complaint).await?;
    }
    let (complaints, by) = (request.body.complaints.clone(), caller.actor.clone());
    let list = app
        .propose_destruction(complaints, by, once(&request.idempotency))
        .await;
    Ok((StatusCode::CREATED, Json(list.map_err(problem)?)))
}

/// The latest 100 lists, each with the files that the caller may see; one of which they see no file is left out.
#[utoipa::path(get, path = "/destructions", tag = "archive", responses((status = 200, body = Vec<DestructionView>)))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<DestructionView>>, Problem> {
    gate.scope(&caller)?;
    let lists = app.destructions().await.map_err(failed)?;
    let seen = lists.into_iter().filter_map(|list| seen(&gate, &caller, list));
    Ok(Json(seen.collect()))
}

/// One list. When every file is destroyed it is the certificate.
#[utoipa::path(
    get,
    path = "/destructions/{list}",
    tag = "archive",
    params(("list" = String, Path, format = Uuid, description = "The list")),
    responses((status = 200, body = DestructionView), (status = 404, description = "Not there, or not for this caller"))
)]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(list): Path<DestructionId>,
) -> Result<Json<DestructionView>, Problem> {
    let found = app.destruction(list).await.map_err(failed)?;
    let seen = found.and_then(|list| seen(&gate, &caller, list));
    Ok(Json(seen.ok_or_else(Problem::not_found)?))
}

/// Approves a list, as another person than who proposed it: every service destroys what it keeps. There is no way back.
#[utoipa::path(
    post,
    path = "/destructions/{list}/approve",
    tag = "archive",
    params(("list" = String, Path, format = Uuid, description = "The list"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = DestructionId), (status = 409, description = "Decided already, or by the same person"))
)]
pub(crate) async fn approve(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(list): Path<DestructionId>,
    key: Idempotency,
) -> Result<Json<DestructionId>, Problem> {
    may(&app, &gate, &caller, Action::ApproveDestruction, list).await?;
    let sees = |known: &_| gate.may(&caller, Action::ApproveDestruction, &resource(known));
    let approved = app
        .approve_destruction(list, caller.actor.clone(), sees, once(&key))
        .await;
    Ok(Json(approved.map_err(problem)?))
}

/// Gives a list up; its files stay.
#[utoipa::path(
    post,
    path = "/destructions/{list}/drop",
    tag = "archive",
    params(("list" = String, Path, format = Uuid, description = "The list"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = DestructionId), (status = 409, description = "Decided already"))
)]
pub(crate) async fn drop(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(list): Path<DestructionId>,
    key: Idempotency,
) -> Result<Json<DestructionId>, Problem> {
    may(&app, &gate, &caller, Action::ProposeDestruction, list).await?;
    let dropped = app.drop_destruction(list, caller.actor.clone(), once(&key)).await;
    Ok(Json(dropped.map_err(problem)?))
}

/// Whether the caller may do this to some file of the list; to others there is no such list.
async fn may(app: &App, gate: &Gate, caller: &Caller, action: Action, list: DestructionId) -> Result<(), Problem> {
    let found = app.destruction(list).await.map_err(failed)?;
    let found = found.ok_or_else(Problem::not_found)?;
    let mut outcome = Err(Problem::not_found());
    for whole in &found.files {
        outcome = gate.require(caller, action, &resource(&whole.known));
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn seen(gate: &Gate, caller: &Caller, whole: WholeList) -> Option<DestructionView> {
    let destroyed = |fate| matches!(fate, Fate::Destroyed(_));
    let waiting = whole.files.iter().filter(|whole| !destroyed(whole.file.fate)).count();
    let list = whole.list;
    let state = list.state(waiting).to_owned();
    let files = whole.files.into_iter();
    let sight = gate.sight(caller);
    let files: Vec<_> = files
        .filter(|whole| sight.may(resource(&whole.known)))
        .map(view)
        .collect();
    let (decided_by, decided) = list.decided.map(|decided| (decided.act.by, decided.act.at)).unzip();
    (!files.is_empty()).then_some(DestructionView {
        id: list.id,
        state,
        by: list.proposed.by,
        at: list.proposed.at,
        decided_by,
        decided,
        files,
    })
}
