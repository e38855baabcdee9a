//! `POST /lookups`: the earlier complaints of somebody who is about to complain (R3.6, R3.11). A POST, because telephone numbers stand in no
//! address.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::intake::{Recognise, Recognised};
use huiyin_web::{Caller, Gate, Json, Problem};

use super::answer::{problem, resource};
use crate::app::App;

/// The complaints of whoever is reached so: those that the caller sees, what may be the same again first, and nobody's identity. Each that is
/// shown is recorded as a look.
#[utoipa::path(
    post,
    path = "/lookups",
    tag = "links",
    request_body = Recognise,
    responses(
        (status = 200, body = Vec<Recognised>, description = "At most 20, each recorded as a look"),
        (status = 404, description = "Not for the caller"),
        (status = 422, description = "Nothing that tells anybody from another"),
        (status = 429, description = "Asked too often: wait as `Retry-After` says")
    )
)]
pub(crate) async fn recognise(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(asked): Json<Recognise>,
) -> Result<Json<Vec<Recognised>>, Problem> {
    let here = Resource::new(Kind::Complaint).of_unit(caller.unit.clone());
    gate.require(&caller, Action::Recognise, &here)?;
    let seen = |complaint: &crate::domain::complaint::Complaint| gate.may(&caller, Action::List, &resource(complaint));
    let found = app.recognise(&asked, &caller.actor, seen).await;
    Ok(Json(found.map_err(problem)?))
}
