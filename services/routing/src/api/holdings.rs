//! `GET /complaints/{id}/holdings`: whose time it was (R4.13).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind};
use huiyin_contracts::views::routing::HoldingsView;
use huiyin_kernel::ComplaintId;
use huiyin_web::{Caller, Gate, Json, Path, Problem};

use super::{failed, matter, views};
use crate::app::App;

/// Which unit held the complaint from when to when, and for how long in all, by the clock and in working time.
#[utoipa::path(
    get,
    path = "/complaints/{id}/holdings",
    tag = "orders",
    params(("id" = String, Path, format = Uuid, description = "The complaint")),
    responses((status = 200, body = HoldingsView), (status = 404, description = "There is no such complaint"))
)]
pub(crate) async fn complaint_holdings(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<ComplaintId>,
) -> Result<Json<HoldingsView>, Problem> {
    let complaint = app
        .complaint(id)
        .await
        .map_err(failed)?
        .ok_or_else(Problem::not_found)?;
    let orders = app.orders_of(id).await.map_err(failed)?;
    let leading = orders.iter().rfind(|order| order.kind.is_lead());
    gate.require(&caller, Action::Read, &matter(Kind::Order, &complaint, leading))?;
    Ok(Json(views::holdings(&app.holdings(&orders))))
}
