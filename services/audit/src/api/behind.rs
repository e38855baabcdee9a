//! `GET /figures/complaints`: the complaints behind a figure (R7.3).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::audit::{BehindQuery, BehindRow};
use huiyin_web::{Caller, Gate, Json, Limit, Page, Problem, Query, cursor};
use uuid::Uuid;

use super::failed;
use super::figures::{may_see_handlers, refused, sight};
use super::timeline::resource;
use crate::app::App;
use crate::domain::behind::{Behind, Found};
use crate::domain::figures::Period;

/// The complaints that one cell of the figures counts, those received last first. A complaint that the caller may count and not see, as
/// one about themselves, is left out.
#[utoipa::path(
    get,
    path = "/figures/complaints",
    tag = "figures",
    params(BehindQuery),
    responses((status = 200, body = Page<BehindRow>), (status = 403, description = "Not for this caller"), (status = 422, description = "An unknown key or part; the answer names the known ones"))
)]
pub(crate) async fn behind(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<BehindQuery>,
) -> Result<Json<Page<BehindRow>>, Problem> {
    let sight = sight(&gate, &caller)?;
    let asked = Period::new(query.from, query.to, query.under)
        .and_then(|period| Behind::new(query.by.as_deref(), query.key, query.part.as_deref(), period))
        .map_err(refused)?;
    if asked.tells_persons() {
        may_see_handlers(&app, &gate, &caller, &sight).await?;
    }
    let limit = Limit::told(query.limit)?;
    let after = query
        .after
        .as_deref()
        .map(cursor::decode::<(String, Uuid)>)
        .transpose()?;
    let found = app
        .behind(&asked, &sight, after.as_ref(), limit.and_one())
        .await
        .map_err(failed)?;
    let place = |found: &Found| (found.received_on.clone(), found.known.complaint.uuid());
    let page = Page::cut(found, limit, place)?;
    let seen = |found: &Found| gate.may(&caller, Action::List, &resource(&found.known));
    Ok(Json(Page {
        items: page.items.into_iter().filter(seen).map(view).collect(),
        next: page.next,
    }))
}

fn view(found: Found) -> BehindRow {
    BehindRow {
        complaint: found.known.complaint,
        number: found.known.number,
        unit: found.known.unit,
        lead: found.known.lead,
        stage: found.stage,
        received_on: found.received_on,
    }
}
