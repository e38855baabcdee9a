//! `GET /directory/changes` and `DELETE /directory/changes/{unit}/{day}`: what waits for its day, and can be taken back (R2.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use huiyin_access::Action;
use huiyin_contracts::views::routing::PlannedChange;
use huiyin_kernel::{Date, UnitCode};
use huiyin_web::{Caller, Gate, Json, Path, Problem};

use super::{failed, the_directory};
use crate::app::App;

/// Changes of units that wait for their day, in the order in which they take effect. One that cannot be made any more says why.
#[utoipa::path(
    get,
    path = "/directory/changes",
    tag = "directory",
    responses((status = 200, body = Vec<PlannedChange>), (status = 403, description = "Not allowed"))
)]
pub(crate) async fn planned_changes(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<PlannedChange>>, Problem> {
    gate.require(&caller, Action::ReadDirectory, &the_directory())?;
    Ok(Json(app.planned_changes().await.map_err(failed)?))
}

/// Takes back a change before its day. Another one for the same unit and day can be sent afterwards.
#[utoipa::path(
    delete,
    path = "/directory/changes/{unit}/{day}",
    tag = "directory",
    params(
        ("unit" = String, Path, description = "The unit's code"),
        ("day" = String, Path, description = "The day on which it would take effect: `2026-12-01`")
    ),
    responses(
        (status = 204, description = "It will not take effect"),
        (status = 403, description = "Not allowed"),
        (status = 404, description = "No change of this unit waits for this day")
    )
)]
pub(crate) async fn withdraw_change(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path((unit, day)): Path<(UnitCode, Date)>,
) -> Result<StatusCode, Problem> {
    gate.require(&caller, Action::ChangeDirectory, &the_directory())?;
    match app.withdraw_change(&unit, day).await.map_err(failed)? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found()),
    }
}
