//! `GET /progress` and `POST /counted`: for a caller that waits until what it did is counted.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::audit::{Counted, CountedRequest, Progress};
use huiyin_web::{Caller, Gate, Json, Problem};

use super::failed;
use crate::app::App;

const MOST: usize = 1_000;

/// How far the record has come.
#[utoipa::path(get, path = "/progress", tag = "progress", responses((status = 200, body = Progress)))]
pub(crate) async fn progress(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Progress>, Problem> {
    gate.require(&caller, Action::ReadFigures, &Resource::new(Kind::Figures))?;
    app.progress().await.map(Json).map_err(failed)
}

/// How many of these complaints have been routed, recorded and counted. Reads only.
#[utoipa::path(
    post,
    path = "/counted",
    tag = "progress",
    request_body = CountedRequest,
    responses((status = 200, body = Counted), (status = 422, description = "More than 1 000 complaints"))
)]
pub(crate) async fn counted(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(request): Json<CountedRequest>,
) -> Result<Json<Counted>, Problem> {
    gate.require(&caller, Action::ReadFigures, &Resource::new(Kind::Figures))?;
    if request.complaints.len() > MOST {
        return Err(Problem::refused(
            "too_many",
            "at most 1000 complaints are asked for at once",
        ));
    }
    app.counted(&request.complaints).await.map(Json).map_err(failed)
}
