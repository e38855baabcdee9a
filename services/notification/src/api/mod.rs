//! Notification's HTTP API.

mod deliveries;

use std::sync::Arc;

use axum::extract::FromRef;
use huiyin_store::StoreError;
use huiyin_web::{Gate, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// What every handler may ask for.
#[derive(Clone, FromRef)]
pub(crate) struct Api {
    pub(crate) app: Arc<App>,
    pub(crate) gate: Gate,
}

/// All routes, below `/notification/v1`.
pub(crate) fn routes(api: Api) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(deliveries::list))
        .routes(routes!(deliveries::retry))
        .with_state(api)
}

/// What a database failure is to the caller: something to ask again for, or our fault.
fn failed(error: StoreError) -> Problem {
    if error.is_transient() {
        tracing::warn!(%error, "the database is away");
        Problem::unavailable(5)
    } else {
        Problem::failed(&error)
    }
}
