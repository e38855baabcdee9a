//! `POST /directory/changes`: units open, close, take another name, merge and move, each on its day (R2.1).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use huiyin_access::Action;
use huiyin_contracts::views::routing::UnitsChanged;
use huiyin_web::{Caller, Gate, Json, Problem, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{failed, file, refused_file, the_directory};
use crate::app::{App, MotionError};

/// How to take the file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesQuery {
    /// Only says what it would come to.
    #[serde(default)]
    #[param(required = false)]
    plan: bool,
    /// Leaves out lines about units that the directory does not know, instead of refusing the file.
    #[serde(default)]
    #[param(required = false)]
    skip_unknown: bool,
}

/// Makes dated changes. One whose day has begun takes effect at once, another one when its day begins in the unit's time zone. Open
/// complaints follow: those of a closed unit go to its successor, or to the unit above. Nothing is done of a file that is refused.
///
/// A header row names the columns, in any order: `date`, `change` (`open`, `close`, `rename`, `merge` or `move`), and `unit` (a code, a
/// `node_id`, or a name that one unit has), `name`, `parent`, `successor`, `code`, `level`, `node_id`, as the change needs them.
#[utoipa::path(
    post,
    path = "/directory/changes",
    tag = "directory",
    params(ChangesQuery),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = UnitsChanged),
        (status = 413, description = "The file is larger than 16 MiB"),
        (status = 415, description = "The body is no text/csv"),
        (status = 422, description = "The file is refused: each error points to its line")
    )
)]
pub(crate) async fn change_units(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<ChangesQuery>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<UnitsChanged>, Problem> {
    gate.require(&caller, Action::ChangeDirectory, &the_directory())?;
    let csv = file(&headers, body)?;
    let changed = app.change_units(&csv, query.skip_unknown, query.plan).await;
    let changed = changed.map_err(|error| match error {
        MotionError::Refused(refusals) => {
            let lines = refusals
                .iter()
                .map(|refusal| (refusal.line(), refusal.to_string()))
                .collect();
            refused_file("changes-refused", lines)
        }
        MotionError::Failed(error) => failed(error),
    })?;
    Ok(Json(changed))
}
