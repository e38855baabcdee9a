//! `GET /complaints/{id}/clocks`: what must be done by when, with the arithmetic (R4.12).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind};
use huiyin_contracts::views::routing::ClockView;
use huiyin_kernel::ComplaintId;
use huiyin_web::{Caller, Gate, Json, Path, Problem};

use super::{failed, matter, views};
use crate::app::App;

/// Every clock that runs or ran on a complaint, in the order in which they were started.
#[utoipa::path(
    get,
    path = "/complaints/{id}/clocks",
    tag = "orders",
    params(("id" = String, Path, format = Uuid, description = "The complaint")),
    responses((status = 200, body = Vec<ClockView>), (status = 404, description = "There is no such complaint"))
)]
pub(crate) async fn complaint_clocks(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<ComplaintId>,
) -> Result<Json<Vec<ClockView>>, Problem> {
    let complaint = app
        .complaint(id)
        .await
        .map_err(failed)?
        .ok_or_else(Problem::not_found)?;
    let orders = app.orders_of(id).await.map_err(failed)?;
    let leading = orders.iter().rfind(|order| order.kind.is_lead());
    gate.require(&caller, Action::Read, &matter(Kind::Order, &complaint, leading))?;
    let now = app.now();
    let clocks = app.clocks_of(id).await.map_err(failed)?;
    let lines = app.lines_of(id).await.map_err(failed)?;
    let views = clocks.into_iter().map(|clock| views::clock(clock, &lines, now));
    Ok(Json(views.collect()))
}
