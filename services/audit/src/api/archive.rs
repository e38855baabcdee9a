//! Files in the archive, and what holds them (R8.3).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use huiyin_access::{Action, Kind, Resource, Scope};
use huiyin_contracts::views::retention::{DestroyedView, FileView, FilesQuery, HoldFile, HoldView};
use huiyin_kernel::{ComplaintId, HoldId};
use huiyin_web::{Caller, Gate, Idempotency, Idempotent, Json, Limit, Page, Path, Problem, Query, cursor};

use super::timeline::resource;
use super::{again, failed, once};
use crate::app::App;
use crate::app::archive::{ArchiveError, Whole};
use crate::domain::sight::Sight;

/// Files that the caller may see. Those that they may not see are left out of their page.
#[utoipa::path(
    get,
    path = "/files",
    tag = "archive",
    params(FilesQuery),
    responses((status = 200, body = Page<FileView>))
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<FilesQuery>,
) -> Result<Json<Page<FileView>>, Problem> {
    let sight = sight(&gate, &caller)?;
    let limit = limit(query.limit)?;
    let page = match query.due {
        Some(day) => {
            let after = query.after.as_deref().map(cursor::decode).transpose()?;
            let rows = app.files_due(&sight, day, after.as_ref(), limit.and_one()).await;
            Page::cut(rows.map_err(failed)?, limit, |whole| {
                (until(whole), whole.file.complaint)
            })?
        }
        None => {
            let after = query.after.as_deref().map(cursor::decode).transpose()?;
            let rows = app.files(&sight, after, limit.and_one()).await;
            Page::cut(rows.map_err(failed)?, limit, |whole| whole.file.complaint)?
        }
    };
    let sees = gate.sight(&caller);
    let seen = |whole: Whole| sees.may(resource(&whole.known)).then(|| view(whole));
    Ok(Json(Page {
        items: page.items.into_iter().filter_map(seen).collect(),
        next: page.next,
    }))
}

/// A complaint's file: its term, its holds, what was destroyed of it.
#[utoipa::path(
    get,
    path = "/files/{id}",
    tag = "archive",
    params(("id" = String, Path, format = Uuid, description = "The complaint")),
    responses((status = 200, body = FileView), (status = 404, description = "Not there, or not for this caller"))
)]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<ComplaintId>,
) -> Result<Json<FileView>, Problem> {
    let file = app
        .file(complaint)
        .await
        .map_err(failed)?
        .ok_or_else(Problem::not_found)?;
    gate.require(&caller, Action::Read, &resource(&file.known))?;
    Ok(Json(view(file)))
}

/// Puts a file on hold: it is kept beyond its term.
#[utoipa::path(
    post,
    path = "/files/{id}/holds",
    tag = "archive",
    params(("id" = String, Path, format = Uuid, description = "The complaint"), ("Idempotency-Key" = String, Header)),
    request_body = HoldFile,
    responses(
        (status = 201, body = HoldId),
        (status = 409, description = "Its destruction was ordered"),
        (status = 422, description = "Something in it is wrong")
    )
)]
pub(crate) async fn hold(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<ComplaintId>,
    request: Idempotent<HoldFile>,
) -> Result<impl IntoResponse, Problem> {
    allowed(&app, &gate, &caller, Action::HoldFile, complaint).await?;
    let once = once(&request.idempotency);
    let held = app
        .hold_file(complaint, &request.body, caller.actor.clone(), once)
        .await;
    Ok((StatusCode::CREATED, Json(held.map_err(problem)?)))
}

/// Ends a hold.
#[utoipa::path(
    post,
    path = "/files/{id}/holds/{hold}/release",
    tag = "archive",
    params(
        ("id" = String, Path, format = Uuid, description = "The complaint"),
        ("hold" = String, Path, format = Uuid, description = "The hold"),
        ("Idempotency-Key" = String, Header)
    ),
    responses((status = 200, body = HoldId), (status = 409, description = "It has ended already"))
)]
pub(crate) async fn release(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path((complaint, hold)): Path<(ComplaintId, HoldId)>,
    key: Idempotency,
) -> Result<Json<HoldId>, Problem> {
    allowed(&app, &gate, &caller, Action::HoldFile, complaint).await?;
    let once = once(&key);
    let released = app.release_file(complaint, hold, caller.actor.clone(), once).await;
    released.map_err(problem)?;
    Ok(Json(hold))
}

/// Whether the caller may do this to a complaint's file. To others it does not exist.
pub(super) async fn allowed(
    app: &App,
    gate: &Gate,
    caller: &Caller,
    action: Action,
    complaint: ComplaintId,
) -> Result<(), Problem> {
    let known = app.known(complaint).await.map_err(failed)?;
    gate.require(caller, action, &resource(&known.ok_or_else(Problem::not_found)?))
}

/// What a caller's lists can hold.
fn sight(gate: &Gate, caller: &Caller) -> Result<Sight, Problem> {
    let restricted = gate.may(caller, Action::List, &Resource::new(Kind::Complaint).restricted(true));
    let top = match gate.scope(caller)? {
        Scope::All => None,
        Scope::Subtree(unit) => Some(unit),
        Scope::Nothing => return Err(Problem::forbidden()),
    };
    Ok(Sight { top, restricted })
}

fn limit(rows: Option<u64>) -> Result<Limit, Problem> {
    let Some(rows) = rows else { return Ok(Limit::default()) };
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    Limit::try_from(rows).map_err(|error| Problem::refused("wrong_limit", error.to_string()))
}

fn until(whole: &Whole) -> String {
    whole
        .file
        .term
        .as_ref()
        .map(|term| term.until.to_string())
        .unwrap_or_default()
}

/// What was not done, as the caller is told.
pub(super) fn problem(error: ArchiveError) -> Problem {
    match error {
        ArchiveError::NotFound => Problem::not_found(),
        ArchiveError::Once(error) => again(error),
        ArchiveError::Failed(error) => failed(error),
        ArchiveError::Hold(refusal) if refusal.is_invalid() => Problem::refused(refusal.code(), refusal.to_string()),
        ArchiveError::Hold(refusal) => Problem::conflict(refusal.code(), refusal.to_string()),
        ArchiveError::Propose(refusal) if refusal.is_invalid() => Problem::refused(refusal.code(), refusal.to_string()),
        ArchiveError::Propose(refusal) => Problem::conflict(refusal.code(), refusal.to_string()),
        ArchiveError::Approve(refusal) => Problem::conflict(refusal.code(), refusal.to_string()),
    }
}

/// A file as the answer shows it.
pub(super) fn view(whole: Whole) -> FileView {
    let fate = whole.file.fate;
    let held = whole.holds.iter().any(|hold| hold.released.is_none());
    let state = if held && !fate.is_final() { "held" } else { fate.code() };
    let (class, kept_until) = whole.file.term.map(|term| (term.class, term.until)).unzip();
    FileView {
        complaint: whole.file.complaint,
        number: whole.known.number,
        unit: whole.known.unit,
        archived: whole.file.archived,
        class,
        kept_until,
        state: state.to_owned(),
        list: fate.list(),
        holds: whole.holds.into_iter().map(held_view).collect(),
        destroyed: whole
            .gone
            .into_iter()
            .map(|gone| DestroyedView {
                service: gone.service,
                at: gone.at,
                rows: gone.rows,
                files: gone.files,
            })
            .collect(),
    }
}

fn held_view(hold: crate::domain::archive::Hold) -> HoldView {
    let (released_by, released) = hold.released.map(|act| (act.by, act.at)).unzip();
    HoldView {
        id: hold.id,
        ground: hold.ground,
        reference: hold.reference,
        by: hold.act.by,
        at: hold.act.at,
        released_by,
        released,
    }
}
