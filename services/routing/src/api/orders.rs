//! `GET /orders` and `GET /complaints/{id}/orders`: who must act (R4.1).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Scope};
use huiyin_contracts::views::routing::OrderView;
use huiyin_kernel::{ComplaintId, OrderId, Timestamp, UnitCode, UnitPath};
use huiyin_web::{Caller, Gate, Json, Limit, Page, Path, Problem, Query, cursor};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{failed, matter, views};
use crate::app::{App, OrderFilter, OrderState, place};
use crate::domain::directory::Directory;

/// Which orders. `to_accept`; `open` with `due_before` for what is due today; `overdue`; `supervision`: the lists that everyone knows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OrdersQuery {
    /// Orders for this unit.
    #[param(value_type = Option<String>)]
    unit: Option<UnitCode>,
    /// Orders for this unit and those below it.
    #[param(value_type = Option<String>)]
    under: Option<UnitCode>,
    /// Which of them; those that are open where it is absent.
    #[serde(default)]
    #[param(inline, required = false)]
    state: StateQuery,
    /// Orders whose next limit lies before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    due_before: Option<Timestamp>,
    /// The page's `next`, to go on after it.
    after: Option<String>,
    /// How many rows at most.
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50, required = false)]
    limit: Limit,
}

/// The lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StateQuery {
    /// Served, and nobody has started work.
    ToAccept,
    /// Served or accepted.
    #[default]
    Open,
    /// Open, and past a limit.
    Overdue,
    /// Supervision orders that are open.
    Supervision,
    /// All that there ever were.
    All,
}

impl OrdersQuery {
    fn filter(&self, directory: &Directory, now: Timestamp, scope: Scope) -> Result<OrderFilter, Problem> {
        let path = |code: &UnitCode| -> Result<UnitPath, Problem> {
            Ok(directory.get(code).ok_or_else(Problem::not_found)?.path.clone())
        };
        let state = match self.state {
            StateQuery::ToAccept => OrderState::ToAccept,
            StateQuery::Open | StateQuery::Overdue => OrderState::Open,
            StateQuery::Supervision => OrderState::Supervision,
            StateQuery::All => OrderState::All,
        };
        let overdue = (self.state == StateQuery::Overdue).then_some(now);
        Ok(OrderFilter {
            unit: self.unit.as_ref().map(path).transpose()?,
            under: self.under.as_ref().map(path).transpose()?,
            scope: match scope {
                Scope::Subtree(top) => Some(top),
                Scope::All | Scope::Nothing => None,
            },
            state,
            due_before: [self.due_before, overdue].into_iter().flatten().min(),
            after: self
                .after
                .as_deref()
                .map(cursor::decode::<(i64, Uuid)>)
                .transpose()?
                .map(from_cursor),
        })
    }
}

fn from_cursor((due, id): (i64, Uuid)) -> (i64, OrderId) {
    (due, OrderId::from_uuid(id))
}

/// Orders by their next limit, those without one last. What the caller may not see is left out.
#[utoipa::path(get, path = "/orders", tag = "orders", params(OrdersQuery), responses((status = 200, body = Page<OrderView>)))]
pub(crate) async fn orders(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<OrdersQuery>,
) -> Result<Json<Page<OrderView>>, Problem> {
    let scope = gate.scope(&caller)?;
    let directory = app.units().await.map_err(failed)?;
    let filter = query.filter(&directory, app.now(), scope)?;
    let rows = app.orders(&filter, query.limit.and_one()).await.map_err(failed)?;
    let page = Page::cut(rows, query.limit, |(order, _)| {
        let (due, id) = place(order);
        (due, id.uuid())
    })?;
    let sight = gate.sight(&caller);
    let seen = |(order, complaint): &(_, _)| sight.may(matter(Kind::Order, complaint, Some(order)));
    let items = page
        .items
        .into_iter()
        .filter(seen)
        .map(|(order, complaint)| views::order(&order, &complaint))
        .collect();
    Ok(Json(Page { items, next: page.next }))
}

/// Every order of a complaint, in the order in which they were served.
#[utoipa::path(
    get,
    path = "/complaints/{id}/orders",
    tag = "orders",
    params(("id" = String, Path, format = Uuid, description = "The complaint")),
    responses((status = 200, body = Vec<OrderView>), (status = 404, description = "There is no such complaint"))
)]
pub(crate) async fn complaint_orders(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<ComplaintId>,
) -> Result<Json<Vec<OrderView>>, Problem> {
    let complaint = app
        .complaint(id)
        .await
        .map_err(failed)?
        .ok_or_else(Problem::not_found)?;
    let orders = app.orders_of(id).await.map_err(failed)?;
    let leading = orders.iter().rfind(|order| order.kind.is_lead());
    gate.require(&caller, Action::Read, &matter(Kind::Order, &complaint, leading))?;
    Ok(Json(
        orders.iter().map(|order| views::order(order, &complaint)).collect(),
    ))
}
