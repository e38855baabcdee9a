//! `GET /figures/effects`: what came of improvements (R6.2).

use std::sync::Arc;

use axum::extract::State;
use huiyin_contracts::views::audit::{EffectRow, Effects, EffectsQuery};
use huiyin_web::{Caller, Gate, Json, Problem, Query};

use super::failed;
use super::figures::sight;
use crate::app::App;
use crate::domain::effect::MOST_DAYS;

/// How many days each side has where nothing is said.
const DAYS: i32 = 90;

/// Complaints of the root cause before and after each improvement that is done, those done last first; 100 at the most.
#[utoipa::path(
    get,
    path = "/figures/effects",
    tag = "figures",
    params(EffectsQuery),
    responses((status = 200, body = Effects), (status = 422, description = "The number of days is out of range"))
)]
pub(crate) async fn effects(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<EffectsQuery>,
) -> Result<Json<Effects>, Problem> {
    let sight = sight(&gate, &caller)?;
    let days = query.days.unwrap_or(DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        let sentence = format!("an effect is counted over 1 to {MOST_DAYS} days");
        return Err(Problem::refused("days_out_of_range", sentence));
    }
    let rows: Vec<EffectRow> = app.effects(days, &sight).await.map_err(failed)?;
    Ok(Json(Effects {
        time_zone: app.zone().iana_name().unwrap_or("UTC").to_owned(),
        rows,
    }))
}
