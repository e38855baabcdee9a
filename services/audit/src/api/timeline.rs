//! `GET /complaints/{id}/timeline`: all that happened to one complaint.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::audit::{Timeline, TimelineEntry, TimelineQuery};
use huiyin_kernel::{Actor, ComplaintId, EventId, UnitPath};
use huiyin_web::{Caller, Gate, Json, Path, Problem, Query};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::failed;
use crate::app::App;
use crate::domain::known::Known;
use crate::domain::record::Entry;

const USUAL: u64 = 200;
const MOST: u64 = 500;

/// The complaint's entries in the order of the record, each with its position there.
#[utoipa::path(
    get,
    path = "/complaints/{id}/timeline",
    tag = "timeline",
    params(("id" = String, Path, format = Uuid, description = "The complaint"), TimelineQuery),
    responses((status = 200, body = Timeline), (status = 404, description = "Not there, or not for this caller"))
)]
pub(crate) async fn timeline(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<ComplaintId>,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<Timeline>, Problem> {
    let known = app
        .known(complaint)
        .await
        .map_err(failed)?
        .ok_or_else(Problem::not_found)?;
    gate.require(&caller, Action::ReadTimeline, &resource(&known))?;
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::refused(
            "wrong_limit",
            "a timeline is asked for in parts of 1 to 500 entries",
        ));
    }
    let mut entries = app
        .timeline(complaint, query.after.unwrap_or(0), limit + 1)
        .await
        .map_err(failed)?;
    let more = entries.len() as u64 > limit;
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = entries.last().filter(|_| more).map(|entry| entry.position);
    let entries = entries.into_iter().map(view).collect::<Result<_, _>>();
    Ok(Json(Timeline {
        complaint,
        number: known.number,
        entries: entries.map_err(|error| Problem::failed(&error))?,
        next,
    }))
}

/// What the policies look at.
pub(super) fn resource(known: &Known) -> Resource {
    Resource::new(Kind::Complaint)
        .of(known.complaint)
        .of_unit(known.unit.clone())
        .led_by(known.lead.clone())
        .restricted(known.restricted)
        .about(known.concerned.clone())
}

/// What most payloads tell of who did it and where.
#[derive(Default, Deserialize)]
struct Told {
    by: Option<Actor>,
    unit: Option<UnitPath>,
    lead: Option<UnitPath>,
    registered_by_unit: Option<UnitPath>,
    to: Option<UnitPath>,
}

fn view(entry: Entry) -> Result<TimelineEntry, serde_json::Error> {
    let record = entry.record;
    // A payload whose fields of these names mean something else tells nothing here; it is shown whole below.
    let told: Told = serde_json::from_str(&record.body).unwrap_or_default();
    Ok(TimelineEntry {
        position: entry.position,
        event: EventId::from_uuid(record.event),
        kind: record.kind,
        producer: record.producer,
        occurred: huiyin_store::instant(record.occurred_at),
        recorded: huiyin_store::instant(record.recorded_at),
        by: told.by,
        unit: told.to.or(told.lead).or(told.registered_by_unit).or(told.unit),
        policy_version: record.policy_version,
        payload: RawValue::from_string(record.body)?,
        hash: entry.hash.to_string(),
    })
}
