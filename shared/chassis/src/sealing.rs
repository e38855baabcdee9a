//! Keys of what a service seals: wrapped anew where another key-encryption key is in use, and counted (P24).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::sealing::{KeyView, SealingView};
use huiyin_store::{DataKeys, Store, StoreError};
use huiyin_web::{Caller, Gate, Json, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Built;

/// How often the key file is looked at, and keys are wrapped anew.
const EVERY: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub(crate) struct Sealing {
    pub(crate) store: Store,
    pub(crate) keys: DataKeys,
    pub(crate) gate: Gate,
}

/// The route, for every service that seals.
pub(crate) fn router(sealing: Sealing) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(sealing_view)).with_state(sealing)
}

/// How many complaints' keys each key-encryption key wraps in this service. None holds a key.
#[utoipa::path(get, path = "/sealing", tag = "sealing", operation_id = "sealing", responses((status = 200, body = SealingView)))]
async fn sealing_view(State(sealing): State<Sealing>, caller: Caller) -> Result<Json<SealingView>, Problem> {
    sealing
        .gate
        .require(&caller, Action::Operate, &Resource::new(Kind::System))?;
    match view(&sealing).await {
        Ok(view) => Ok(Json(view)),
        Err(error) if error.is_transient() => Err(Problem::unavailable(1)),
        Err(error) => Err(Problem::failed(&error)),
    }
}

async fn view(sealing: &Sealing) -> Result<SealingView, StoreError> {
    let counts = sealing.keys.count(sealing.store.read()).await?;
    let held = sealing.keys.numbers();
    let key = |(number, complaints)| KeyView {
        number,
        complaints,
        held: held.contains(&number),
    };
    Ok(SealingView {
        current: sealing.keys.current(),
        keys: counts.into_iter().map(key).collect(),
    })
}

/// What is done for every service that seals.
pub(crate) fn with(built: Built, keys: &DataKeys, store: &Store) -> Built {
    let shared = Arc::new((keys.clone(), store.clone()));
    let (wraps, counts, misses) = (Arc::clone(&shared), Arc::clone(&shared), shared);
    built
        .ticks("data keys", EVERY, move || {
            let shared = Arc::clone(&wraps);
            Box::pin(async move { Ok(shared.0.rewrap(&shared.1).await?) })
        })
        .measures(
            "data_keys_to_wrap",
            "Complaints whose key waits to be wrapped by the key-encryption key in use.",
            move || {
                let shared = Arc::clone(&counts);
                Box::pin(async move {
                    let waiting = shared.0.waiting(shared.1.read()).await;
                    waiting.map_err(|error| error.to_string())
                })
            },
        )
        .warns("sealing", move || {
            let shared = Arc::clone(&misses);
            Box::pin(async move { all_held(&shared.0, &shared.1).await })
        })
}

async fn all_held(keys: &DataKeys, store: &Store) -> Result<(), String> {
    let held = keys.numbers();
    let counts = keys.count(store.read()).await.map_err(|error| error.to_string())?;
    match counts.iter().find(|(number, _)| !held.contains(number)) {
        None => Ok(()),
        Some((number, complaints)) => Err(format!(
            "what is sealed of {complaints} complaints cannot be read: key-encryption key {number} is not in the key file; put it \
             back from where keys are kept"
        )),
    }
}
