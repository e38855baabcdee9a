//! Evidence in files (R5.1): sent as they are, one request each; given out for a purpose only, and never inline.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use huiyin_access::Action;
use huiyin_contracts::views::intake::FILE_NAME;
use huiyin_contracts::views::investigation::{CaseView, EvidenceView, REASON};
use huiyin_files::names::{decoded, disposition};
use huiyin_kernel::CaseId;
use huiyin_web::{Caller, IfMatch, Json, Path, Problem, Query, Streamed};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::Api;
use super::commands::{Shown, code, shown, words};
use super::papers::Purpose;
use crate::app::evidence_views;
use crate::domain::Words;
use crate::domain::add_evidence::Told;

/// What the file is.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Upload {
    /// `record`, `recording`, `photo` …
    #[param(example = "recording")]
    kind: String,
    /// Who gave it, by role: `complainant`, `staff_concerned`, `witness` …; never a name.
    #[param(example = "complainant")]
    given_by: String,
    /// The evidence that it takes the place of; then the header `Huiyin-Reason` says why.
    supersedes: Option<Uuid>,
}

/// Takes a file in as evidence. The body is the file itself, of any media type.
#[utoipa::path(post, path = "/cases/{id}/evidence",
    params(("id" = uuid::Uuid, Path), Upload, ("idempotency-key" = String, Header),
        ("huiyin-file-name" = Option<String>, Header, description = "UTF-8, percent-encoded"),
        ("huiyin-reason" = Option<String>, Header, description = "UTF-8, percent-encoded")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn add(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Query(upload): Query<Upload>,
    if_match: IfMatch,
    sent: Streamed,
) -> Shown {
    let allowed = api.allowed(&caller, Action::AddEvidence, id).await?;
    let told = Told {
        kind: code("/kind", &upload.kind)?,
        given_by: code("/given_by", &upload.given_by)?,
        name: name(&sent.headers)?,
        supersedes: upload.supersedes,
        reason: text(&sent.headers, REASON)?
            .map(|text| words("/reason", &text))
            .transpose()?,
    };
    let (key, announced) = (sent.key().to_owned(), sent.announced());
    let (body, unread) = sent.parts();
    let arrived = api
        .app
        .receive(id, told, (&key, announced), body.into_data_stream())
        .await?;
    let idempotency = unread.read(&arrived.fingerprint());
    let call = allowed.call(&caller, id, if_match, idempotency);
    shown(api.app.add_evidence(&call, arrived).await?)
}

/// Browsers of old send the whole path.
fn name(headers: &HeaderMap) -> Result<Option<Words>, Problem> {
    let told = text(headers, FILE_NAME)?;
    let bare = told.as_deref().and_then(|name| name.rsplit(['/', '\\']).next());
    let name = bare.map(|name| words("/name", name)).transpose()?;
    if name
        .as_ref()
        .is_some_and(|name| name.as_str().chars().count() > 200 || name.as_str().contains(['\n', '\r']))
    {
        return Err(Problem::bad_request(
            "bad-file-name",
            "a file name is one line of at most 200 characters",
        ));
    }
    Ok(name)
}

fn text(headers: &HeaderMap, header: &str) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(header) else {
        return Ok(None);
    };
    decoded(value.as_bytes()).map(Some).ok_or_else(|| {
        Problem::bad_request(
            "bad-header",
            "give the headers Huiyin-File-Name and Huiyin-Reason as UTF-8 with percent-encoding",
        )
    })
}

/// A case's evidence with its custody, superseded pieces too, without names and contents.
#[utoipa::path(get, path = "/cases/{id}/evidence", params(("id" = uuid::Uuid, Path)), responses(
    (status = 200, body = Vec<EvidenceView>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<Json<Vec<EvidenceView>>, Problem> {
    let kept = api.app.case(id).await?;
    let (resource, reader) = api.app.sight(&caller, &kept).await?;
    api.gate.require(&reader, Action::Read, &resource)?;
    let (evidence, custody) = api.app.evidence(&kept).await?;
    Ok(Json(evidence_views(&evidence, &custody)))
}

/// Gives a file out, to be saved: no browser shows it. The look stands in the record and in the custody list.
#[utoipa::path(get, path = "/cases/{id}/evidence/{evidence}/content",
    params(("id" = uuid::Uuid, Path), ("evidence" = uuid::Uuid, Path), Purpose), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn content(
    State(api): State<Api>,
    caller: Caller,
    Path((id, evidence)): Path<(CaseId, Uuid)>,
    Query(purpose): Query<Purpose>,
) -> Result<impl IntoResponse, Problem> {
    let look = api.look(&caller, id, &purpose).await?;
    let (found, content) = api.app.look_at_evidence(&look, evidence).await?;
    let name = found.name.as_ref().map(Words::as_str);
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_LENGTH, found.bytes.to_string()),
        (CONTENT_DISPOSITION, disposition(&found.id, &found.media_type, name)),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (HeaderName::from_static("huiyin-scan"), found.scan.code().to_owned()),
    ];
    Ok((headers, Body::from_stream(content)))
}
