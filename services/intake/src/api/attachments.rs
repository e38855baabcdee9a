//! Files of complaints (R3.3): sent as they are, one request each; shown with a look only, and never inline.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{AttachmentView, FILE_NAME, Look};
use huiyin_files::names::disposition;
use huiyin_kernel::{Actor, AttachmentId};
use huiyin_web::{Caller, Gate, Json, Path, Problem, Streamed};

use super::answer::{allowed, failed, once, problem};
use super::file_name::told_name;
use crate::app::App;
use crate::domain::complaint::Complaint;

/// Adds a file. The body is the file itself, of any media type.
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/attachments",
    tag = "register",
    params(
        ("complaint" = String, Path, description = "Its id or its number"),
        ("Idempotency-Key" = String, Header),
        ("Huiyin-File-Name" = Option<String>, Header, description = "UTF-8, percent-encoded")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = AttachmentView),
        (status = 409, description = "It is in the archive, or attached already"),
        (status = 408, description = "Nothing came for a while, or it took too long"),
        (status = 413, description = "The file, or all files of the complaint, would be too large"),
        (status = 503, description = "Too many files are being sent at once, or the store of files is away"),
        (status = 507, description = "No room to keep it")
    )
)]
pub(crate) async fn attach(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
    upload: Streamed,
) -> Result<impl IntoResponse, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::AddInformation, &complaint).await?;
    take(&app, &complaint, caller.actor.clone(), upload).await
}

/// Takes a file in and adds it.
pub(super) async fn take(
    app: &App,
    complaint: &Complaint,
    by: Actor,
    upload: Streamed,
) -> Result<(StatusCode, Json<AttachmentView>), Problem> {
    let name = upload.headers.get(FILE_NAME).map(told_name).transpose()?;
    let (key, announced) = (upload.key().to_owned(), upload.announced());
    let (body, unread) = upload.parts();
    let arrived = app
        .receive(complaint, name.as_deref(), (&key, announced), body.into_data_stream())
        .await
        .map_err(problem)?;
    let key = unread.read(&arrived.fingerprint());
    let added = app.attach(complaint.id, arrived, by, once(&key)).await;
    Ok((StatusCode::CREATED, Json(added.map_err(problem)?)))
}

/// A complaint's files, without names and contents.
#[utoipa::path(
    get,
    path = "/complaints/{complaint}/attachments",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number")),
    responses((status = 200, body = Vec<AttachmentView>), (status = 404, description = "None, or not for the caller"))
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
) -> Result<Json<Vec<AttachmentView>>, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Read, &complaint).await?;
    app.attachments(complaint.id).await.map(Json).map_err(failed)
}

/// A file's content, for a purpose, to be saved: no browser shows it.
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/attachments/{attachment}/look",
    tag = "register",
    params(
        ("complaint" = String, Path, description = "Its id or its number"),
        ("attachment" = String, Path, description = "The file")
    ),
    request_body = Look,
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream", description = "Given out, and recorded as a look"),
        (status = 404, description = "None, or not for the caller"),
        (status = 422, description = "No purpose"),
        (status = 503, description = "The store of files is away")
    )
)]
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path((complaint, attachment)): Path<(String, AttachmentId)>,
    Json(request): Json<Look>,
) -> Result<impl IntoResponse, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Reveal, &complaint).await?;
    let by = caller.actor.clone();
    let (found, content) = app
        .look_at_attachment(complaint.id, attachment, &request, by)
        .await
        .map_err(problem)?;
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_LENGTH, found.bytes.to_string()),
        (
            CONTENT_DISPOSITION,
            disposition(&found.id, &found.media_type, found.name.as_deref()),
        ),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, Body::from_stream(content)))
}
