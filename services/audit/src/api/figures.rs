//! `GET /figures`: counts by any keys (R7.1).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::audit::{Figures, FiguresQuery};
use huiyin_web::{Caller, Gate, Json, Problem, Query};

use super::failed;
use crate::app::{App, FiguresError};
use crate::domain::figures::{Period, Refusal, Request};
use crate::domain::sight::Sight;

/// The complaints received in the period, counted by each combination of the keys.
#[utoipa::path(
    get,
    path = "/figures",
    tag = "figures",
    params(FiguresQuery),
    responses((status = 200, body = Figures), (status = 403, description = "Figures by handler are for the supervision desk, heads and their service management"), (status = 422, description = "An unknown key; the answer names the known ones"))
)]
pub(crate) async fn figures(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<FiguresQuery>,
) -> Result<Json<Figures>, Problem> {
    let sight = sight(&gate, &caller)?;
    let request = Period::new(query.from, query.to, query.under)
        .and_then(|period| Request::new(&query.by, period))
        .and_then(|request| request.only(query.part.as_deref()))
        .map_err(refused)?;
    if request.tells_persons() {
        may_see_handlers(&app, &gate, &caller, &sight).await?;
    }
    let (total, rows) = app.figures(&request, &sight).await.map_err(|error| match error {
        FiguresError::Refused(refusal) => refused(refusal),
        FiguresError::Failed(error) => failed(error),
    })?;
    Ok(Json(Figures {
        by: request.keys.iter().map(|key| key.name().to_owned()).collect(),
        from: request.period.from,
        to: request.period.to,
        time_zone: app.zone().iana_name().unwrap_or("UTC").to_owned(),
        total,
        rows,
    }))
}

/// The whole organisation where the caller may count that, else their own unit and below.
pub(super) fn sight(gate: &Gate, caller: &Caller) -> Result<Sight, Problem> {
    let restricted = gate.may(caller, Action::List, &Resource::new(Kind::Complaint).restricted(true));
    let whole = Resource::new(Kind::Figures);
    if gate.may(caller, Action::ReadFigures, &whole) {
        return Ok(Sight { top: None, restricted });
    }
    let top = caller.unit.clone();
    gate.require(caller, Action::ReadFigures, &whole.of_unit(top.clone()))?;
    Ok(Sight { top, restricted })
}

/// R6.4: figures by handler are about persons. Who counts the whole organisation needs the leave for the whole, everybody else that of
/// their own subtree.
pub(super) async fn may_see_handlers(app: &App, gate: &Gate, caller: &Caller, sight: &Sight) -> Result<(), Problem> {
    let heads = match &sight.top {
        Some(top) => app.head_of(top).await.map_err(failed)?,
        None => None,
    };
    let of = Resource::new(Kind::Figures).of_unit(sight.top.clone());
    let of = of.headed_by(heads.into_iter().collect());
    gate.require(caller, Action::ReadHandlerFigures, &of)
}

pub(super) fn refused(refusal: Refusal) -> Problem {
    Problem::refused(refusal.code(), refusal.to_string())
}
