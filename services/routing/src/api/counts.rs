//! `GET /orders/counts`: how long the lists are that everyone knows.

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Kind, Scope};
use huiyin_contracts::views::Count;
use huiyin_contracts::views::routing::OrderCounts;
use huiyin_kernel::{Timestamp, UnitCode, UnitPath};
use huiyin_web::{Caller, Gate, Json, Problem, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{failed, matter};
use crate::app::{App, OrderFilter, OrderState};

/// Of which orders.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CountsQuery {
    /// Orders for this unit and those below it.
    #[param(value_type = Option<String>)]
    under: Option<UnitCode>,
    /// What is due before this instant is counted as `due`.
    #[param(value_type = Option<String>, format = DateTime)]
    due_before: Option<Timestamp>,
}

/// The lengths of the lists, each counted to 100. What the caller may not see is not counted.
#[utoipa::path(get, path = "/orders/counts", tag = "orders", params(CountsQuery), responses((status = 200, body = OrderCounts)))]
pub(crate) async fn order_counts(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<CountsQuery>,
) -> Result<Json<OrderCounts>, Problem> {
    let scope = match gate.scope(&caller)? {
        Scope::Subtree(top) => Some(top),
        Scope::All | Scope::Nothing => None,
    };
    let directory = app.units().await.map_err(failed)?;
    let path = |code: &UnitCode| -> Result<UnitPath, Problem> {
        Ok(directory.get(code).ok_or_else(Problem::not_found)?.path.clone())
    };
    let under = query.under.as_ref().map(path).transpose()?;
    let sight = gate.sight(&caller);
    let count = async |state: OrderState, due_before: Option<Timestamp>| -> Result<Count, Problem> {
        let filter = OrderFilter {
            under: under.clone(),
            scope: scope.clone(),
            state,
            due_before,
            ..OrderFilter::default()
        };
        let rows = app.orders(&filter, Count::READ).await.map_err(failed)?;
        Ok(Count::of(&rows, |(order, complaint)| {
            sight.may(matter(Kind::Order, complaint, Some(order)))
        }))
    };
    Ok(Json(OrderCounts {
        to_accept: count(OrderState::ToAccept, None).await?,
        due: count(OrderState::Open, query.due_before).await?,
        overdue: count(OrderState::Open, Some(app.now())).await?,
        supervision: count(OrderState::Supervision, None).await?,
    }))
}
