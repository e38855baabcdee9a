//! Audit's HTTP API: one file for each thing that can be asked.

mod access;
mod archive;
mod behind;
mod break_glass;
mod chain;
mod destructions;
mod effects;
mod figures;
mod progress;
mod sanctions;
mod timeline;

use std::sync::Arc;

use axum::extract::FromRef;
use huiyin_store::{Once, OnceError, StoreError};
use huiyin_web::{Gate, Idempotency, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// What every handler may ask for.
#[derive(Clone, FromRef)]
pub(crate) struct Api {
    pub(crate) app: Arc<App>,
    pub(crate) gate: Gate,
}

/// All routes, below `/audit/v1`.
pub(crate) fn routes(api: Api) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(access::access))
        .routes(routes!(chain::head))
        .routes(routes!(chain::verify))
        .routes(routes!(timeline::timeline))
        .routes(routes!(figures::figures))
        .routes(routes!(behind::behind))
        .routes(routes!(archive::list))
        .routes(routes!(archive::show))
        .routes(routes!(archive::hold))
        .routes(routes!(archive::release))
        .routes(routes!(destructions::propose, destructions::list))
        .routes(routes!(destructions::show))
        .routes(routes!(destructions::approve))
        .routes(routes!(destructions::drop))
        .routes(routes!(break_glass::ask, break_glass::list))
        .routes(routes!(break_glass::open))
        .routes(routes!(break_glass::refuse))
        .routes(routes!(break_glass::enter))
        .routes(routes!(break_glass::close))
        .routes(routes!(sanctions::sanctions))
        .routes(routes!(effects::effects))
        .routes(routes!(progress::progress))
        .routes(routes!(progress::counted))
        .with_state(api)
}

/// What a request that was sent before is to the caller.
fn again(error: OnceError) -> Problem {
    match error {
        OnceError::KeyReused => Problem::key_reused(),
        OnceError::Failed(error) => failed(error),
    }
}

/// The request's key, and what it was.
fn once(idempotency: &Idempotency) -> Once<'_> {
    Once {
        key: idempotency.key(),
        fingerprint: idempotency.fingerprint(),
    }
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
