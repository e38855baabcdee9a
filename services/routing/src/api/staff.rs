//! `POST /staff/imports` and `GET /staff`: who works where (R2.2, R2.3).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{StaffImported, StaffView};
use huiyin_kernel::{StaffCode, UnitCode};
use huiyin_web::{Caller, Gate, Json, Limit, Page, Problem, Query, cursor};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{failed, file, refused_file, the_directory, views};
use crate::app::{App, StaffError};

/// Adds and changes members of staff; people whom the file does not name stay as they are.
///
/// A header row names the columns, in any order: `code`, `unit` (a unit's code or node_id), and optionally `duties` (with `;`
/// between), `leader` (yes or no), `reports_to`, `email`, `language` (zh or en), `status` (active or left).
///
/// Whoever has several posts stands on several lines, each with another unit. The first one is the main post; on the others `email`, `language` and
/// `status` stay empty. A person whom the file names has the posts of the file and no others.
#[utoipa::path(
    post,
    path = "/staff/imports",
    tag = "directory",
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = StaffImported),
        (status = 413, description = "The file is larger than 16 MiB"),
        (status = 415, description = "The body is no text/csv"),
        (status = 422, description = "The file is refused: each error points to its line")
    )
)]
pub(crate) async fn import_staff(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<StaffImported>, Problem> {
    gate.require(&caller, Action::ChangeDirectory, &the_directory())?;
    let csv = file(&headers, body)?;
    let imported = app.import_staff(&csv).await.map_err(|error| match error {
        StaffError::Refused(refusals) => {
            let lines = refusals
                .iter()
                .map(|refusal| (refusal.line(), refusal.to_string()))
                .collect();
            refused_file("staff-refused", lines)
        }
        StaffError::Failed(error) => failed(error),
    })?;
    Ok(Json(imported))
}

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StaffQuery {
    /// Those of this unit.
    #[param(value_type = Option<String>)]
    unit: Option<UnitCode>,
    /// The one of this code.
    #[param(value_type = Option<String>)]
    code: Option<StaffCode>,
    /// The page's `next`, to go on after it.
    after: Option<String>,
    /// How many rows at most.
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50, required = false)]
    limit: Limit,
}

/// Members of staff, by code.
#[utoipa::path(get, path = "/staff", tag = "directory", params(StaffQuery), responses((status = 200, body = Page<StaffView>)))]
pub(crate) async fn staff(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<StaffQuery>,
) -> Result<Json<Page<StaffView>>, Problem> {
    gate.require(&caller, Action::ReadDirectory, &the_directory())?;
    let after: Option<String> = query.after.as_deref().map(cursor::decode).transpose()?;
    let rows = app
        .staff(
            (query.unit.as_ref(), query.code.as_ref()),
            after.as_deref(),
            query.limit.and_one(),
        )
        .await
        .map_err(failed)?;
    let page = Page::cut(rows, query.limit, |member| member.code.to_string())?;
    Ok(Json(page.map(views::staff)))
}
