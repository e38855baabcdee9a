//! `GET /figures/sanctions`: what sanctions come to, by unit (R6.3, R6.4).

use std::sync::Arc;

use axum::extract::State;
use huiyin_contracts::views::audit::{PeriodQuery, SanctionFigures};
use huiyin_web::{Caller, Gate, Json, Problem, Query};

use super::failed;
use super::figures::{refused, sight};
use crate::app::App;
use crate::domain::figures::Refusal;

/// The sanctions proposed in the period, by the unit that who is hit answers for.
#[utoipa::path(
    get,
    path = "/figures/sanctions",
    tag = "figures",
    params(PeriodQuery),
    responses((status = 200, body = SanctionFigures), (status = 422, description = "The period runs backwards"))
)]
pub(crate) async fn sanctions(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<PeriodQuery>,
) -> Result<Json<SanctionFigures>, Problem> {
    let sight = sight(&gate, &caller)?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && to < from
    {
        return Err(refused(Refusal::Backwards { from, to }));
    }
    let rows = app.sanctions((query.from, query.to), &sight).await.map_err(failed)?;
    Ok(Json(SanctionFigures {
        from: query.from,
        to: query.to,
        time_zone: app.zone().iana_name().unwrap_or("UTC").to_owned(),
        rows,
    }))
}
