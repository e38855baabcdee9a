//! The desk's HTTP API: sign-in for programs; accounts, identities and tokens for the operator.

mod accounts;
mod identities;
mod sessions;
mod tokens;

use std::sync::Arc;

use axum::extract::FromRef;
use huiyin_access::{Kind, Resource};
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

/// All routes, below `/desk/v1`.
pub(crate) fn routes(api: Api) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(accounts::accounts, accounts::add))
        .routes(routes!(accounts::reset))
        .routes(routes!(accounts::end_second))
        .routes(routes!(identities::identities, identities::bind))
        .routes(routes!(identities::unbind))
        .routes(routes!(tokens::tokens, tokens::issue))
        .routes(routes!(tokens::end))
        .with_state(api)
}

/// Accounts and tokens belong to the directory: who keeps it, keeps them.
fn the_directory() -> Resource {
    Resource::new(Kind::Directory)
}

fn failed(error: &StoreError) -> Problem {
    if error.is_transient() {
        tracing::warn!(%error, "the database is away");
        Problem::unavailable(5)
    } else {
        Problem::failed(error)
    }
}

/// What is not our database is this process's own fault.
fn broken(error: &anyhow::Error) -> Problem {
    match error.downcast_ref::<StoreError>() {
        Some(store) => failed(store),
        None => Problem::failed(error.as_ref()),
    }
}
