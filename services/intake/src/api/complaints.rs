//! `GET /complaints` and `GET /complaints/{complaint}`: the register, without who complained and what they said.

use std::sync::Arc;

use axum::extract::State;
use axum::response::IntoResponse;
use huiyin_access::{Action, Kind, Resource, Scope};
use huiyin_contracts::views::Count;
use huiyin_contracts::views::intake::{ComplaintFilter, ComplaintView};
use huiyin_kernel::ComplaintId;
use huiyin_web::{Caller, Gate, Json, Limit, Page, Path, Problem, Query, Version, cursor};

use super::answer::{allowed, failed, resource, view};
use crate::app::App;
use crate::app::Filter;
use crate::domain::stage::CODES;

/// The register, the latest first, as far as the caller sees.
#[utoipa::path(
    get,
    path = "/complaints",
    tag = "register",
    params(ComplaintFilter),
    responses((status = 200, body = Page<ComplaintView>), (status = 422, description = "An unknown or wrong filter"))
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<ComplaintFilter>,
) -> Result<Json<Page<ComplaintView>>, Problem> {
    let limit = Limit::told(query.limit)?;
    let filter = filter(&gate, &caller, query)?;
    let rows = app.list(&filter, limit.and_one()).await.map_err(failed)?;
    let mut page = Page::cut(rows, limit, |complaint| complaint.id)?;
    let sight = gate.sight(&caller);
    page.items.retain(|complaint| sight.may(resource(complaint)));
    Ok(Json(page.map(view)))
}

/// How many complaints the filter leaves, counted to 100: what the caller may not see is not counted. `after` and `limit` change nothing.
#[utoipa::path(
    get,
    path = "/complaints/count",
    tag = "register",
    params(ComplaintFilter),
    responses((status = 200, body = Count), (status = 422, description = "An unknown or wrong filter"))
)]
pub(crate) async fn count(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<ComplaintFilter>,
) -> Result<Json<Count>, Problem> {
    let whole = ComplaintFilter {
        after: None,
        limit: None,
        ..query
    };
    let rows = app
        .list(&filter(&gate, &caller, whole)?, Count::READ)
        .await
        .map_err(failed)?;
    let sight = gate.sight(&caller);
    Ok(Json(Count::of(&rows, |complaint| sight.may(resource(complaint)))))
}

/// What was asked for, within what the caller sees.
fn filter(gate: &Gate, caller: &Caller, query: ComplaintFilter) -> Result<Filter, Problem> {
    if let Some(stage) = query.stage.as_deref().filter(|stage| !CODES.contains(stage)) {
        let sentence = format!("there is no stage {stage:?}; the stages are {}", CODES.join(", "));
        return Err(Problem::refused("unknown-stage", sentence));
    }
    let sight = match gate.scope(caller)? {
        Scope::Subtree(top) => Some(top),
        _ => None,
    };
    Ok(Filter {
        sight,
        restricted: gate.may(caller, Action::List, &Resource::new(Kind::Complaint).restricted(true)),
        handles: caller.unit.clone(),
        unit: query.unit,
        stage: query.stage,
        channel: query.channel,
        received_from: query.received_from,
        received_to: query.received_to,
        after: query.after.as_deref().map(cursor::decode::<ComplaintId>).transpose()?,
    })
}

/// One complaint, by its id or number.
#[utoipa::path(
    get,
    path = "/complaints/{complaint}",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number")),
    responses((status = 200, body = ComplaintView, headers(("ETag" = String))), (status = 404, description = "None, or not for the caller"))
)]
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Read, &complaint).await?;
    Ok((Version(complaint.version), Json(view(complaint))))
}
