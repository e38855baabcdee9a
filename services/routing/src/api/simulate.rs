//! `POST /policy/simulations`: what another pack would have made of recorded complaints.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::routing::{Simulate, SimulatedCounts, SimulatedUnit, SimulationView};
use huiyin_policy::{Counts, LoadError, Pack, PackFiles, Simulated};
use huiyin_web::{Caller, FieldError, Gate, Json, Problem};

use super::failed;
use crate::app::App;

/// Replays the complaints that were registered from one day to another against a pack: how many another unit would lead, how many
/// limits would pass, how many steps of ladders be taken; in all, and by the unit complained about. Nothing is changed.
///
/// Complaints go as they went: what was done when is on record, and what follows from it is counted by both packs alike.
#[utoipa::path(
    post,
    path = "/policy/simulations",
    tag = "policy",
    request_body = Simulate,
    responses(
        (status = 200, body = SimulationView),
        (status = 413, description = "The pack is larger than 2 MiB"),
        (status = 422, description = "The pack cannot be used, with file and line, or the days stand the wrong way round")
    )
)]
pub(crate) async fn simulate(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Json(asked): Json<Simulate>,
) -> Result<Json<SimulationView>, Problem> {
    gate.require(&caller, Action::Simulate, &Resource::new(Kind::Figures))?;
    if let (Some(from), Some(to)) = (asked.from, asked.to)
        && to < from
    {
        let sentence = format!("the last day {to} lies before the first, {from}");
        return Err(Problem::refused("days-reversed", sentence));
    }
    if asked.pack.split('+').count() > LAYERS {
        let sentence = format!("at most {LAYERS} packs are laid over one another");
        return Err(Problem::refused("too-many-layers", sentence));
    }
    let (from, to) = (asked.from, asked.to);
    let after = pack(asked).map_err(|refusal| unusable(&refusal))?;
    let simulated = app.simulate(&after, from, to).await.map_err(failed)?;
    Ok(Json(view(app.pack(), &after, simulated)))
}

/// How many packs can be laid over one another at most: each is read and merged.
const LAYERS: usize = 8;

fn pack(asked: Simulate) -> Result<Pack, LoadError> {
    if asked.files.is_empty() {
        return Pack::embedded(&asked.pack);
    }
    Pack::from_files(&PackFiles {
        name: asked.pack,
        files: asked.files,
    })
}

fn unusable(refusal: &LoadError) -> Problem {
    let place = format!("/files/{}", refusal.file.replace('~', "~0").replace('/', "~1"));
    Problem {
        errors: vec![FieldError::new(place, refusal.to_string())],
        ..Problem::refused("pack-unusable", format!("the pack cannot be used: {refusal}"))
    }
}

fn view(before: &Pack, after: &Pack, simulated: Simulated) -> SimulationView {
    let units = simulated.by_unit.into_iter().map(|(unit, of)| SimulatedUnit {
        unit,
        counts: counts(of),
    });
    SimulationView {
        before: before.version().to_string(),
        after: after.version().to_string(),
        total: counts(simulated.total),
        units: units.collect(),
    }
}

fn counts(of: Counts) -> SimulatedCounts {
    SimulatedCounts {
        complaints: of.complaints,
        elsewhere: of.elsewhere,
        more_severe: of.more_severe,
        less_severe: of.less_severe,
        breached_before: of.breached_before,
        breached_after: of.breached_after,
        escalations_before: of.escalations_before,
        escalations_after: of.escalations_after,
        not_counted: of.not_counted,
    }
}
