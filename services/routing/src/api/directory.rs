//! `POST /directory/imports`: the organisation's tree (R2.1).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use huiyin_access::Action;
use huiyin_contracts::views::routing::DirectoryImported;
use huiyin_web::{Caller, Gate, Json, Problem, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{failed, file, refused_file, the_directory};
use crate::app::{App, DirectoryError};

/// Whether to do it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PlanQuery {
    /// Only says what it would come to.
    #[serde(default)]
    #[param(required = false)]
    plan: bool,
}

/// Makes the directory what the file says. Units that it no longer names close. Nothing is stored of a file that is refused.
///
/// A header row names the columns, in any order: `node_id`, `parent_id`, `level`, `name`, and optionally `code`, `city`, `address`,
/// `status` (`closed`, or anything else), `origin`, `time_zone`, `duties` (with `;` between), `contact_1`, `contact_2`,
/// `responsible`, `successor` (of a closed unit: the `node_id` of the one that has what is open there; else the unit above has it).
/// What is open follows its unit.
#[utoipa::path(
    post,
    path = "/directory/imports",
    tag = "directory",
    params(PlanQuery),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = DirectoryImported),
        (status = 413, description = "The file is larger than 16 MiB"),
        (status = 415, description = "The body is no text/csv"),
        (status = 422, description = "The file is refused: each error points to its line")
    )
)]
pub(crate) async fn import_directory(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<PlanQuery>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<DirectoryImported>, Problem> {
    gate.require(&caller, Action::ChangeDirectory, &the_directory())?;
    let csv = file(&headers, body)?;
    let imported = app
        .import_directory(&csv, query.plan)
        .await
        .map_err(|error| match error {
            DirectoryError::Refused(refusals) => {
                let lines = refusals
                    .iter()
                    .map(|refusal| (refusal.line(), refusal.to_string()))
                    .collect();
                refused_file("directory-refused", lines)
            }
            DirectoryError::Failed(error) => failed(error),
        })?;
    Ok(Json(imported))
}
