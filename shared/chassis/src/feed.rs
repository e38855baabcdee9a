//! `GET /<service>/v1/feed`: how far the feed has come, for operators and for a command line that waits.

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::feed::{ConsumerView, FeedView, HeardView};
use huiyin_store::{Store, StoreError, held};
use huiyin_web::{Caller, Gate, Json, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(Clone)]
pub(crate) struct Feed {
    pub(crate) store: Store,
    pub(crate) gate: Gate,
}

/// The route, for every service the same.
pub(crate) fn router(feed: Feed) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(feed_view)).with_state(feed)
}

/// How far this service's feed has come, and how far it has heard the others.
#[utoipa::path(get, path = "/feed", tag = "feed", operation_id = "feed", responses((status = 200, body = FeedView)))]
async fn feed_view(State(feed): State<Feed>, caller: Caller) -> Result<Json<FeedView>, Problem> {
    feed.gate
        .require(&caller, Action::TendParked, &Resource::new(Kind::System))?;
    match view(&feed.store).await {
        Ok(view) => Ok(Json(view)),
        Err(error) if error.is_transient() => Err(Problem::unavailable(1)),
        Err(error) => Err(Problem::failed(&error)),
    }
}

async fn view(store: &Store) -> Result<FeedView, StoreError> {
    // What was heard first, then what has no place, then the last place: what is said while it is asked is then seen in one of the
    // later answers, so that nobody takes a product for quiet which is not.
    let heard = store.positions().await?.into_iter();
    let consumers = store.consumers().await?.into_iter();
    let unnumbered = store.unnumbered().await?;
    let head = store.feed_head().await?;
    Ok(FeedView {
        epoch: head.epoch,
        last: head.last,
        unnumbered,
        relayed: head.relayed,
        heard: heard
            .map(|at| HeardView {
                producer: at.producer,
                epoch: at.epoch,
                through: at.through,
            })
            .collect(),
        consumers: consumers
            .map(|at| ConsumerView {
                name: at.name,
                through: at.through,
            })
            .collect(),
        waiting: store.count_held(held::State::Waiting).await?,
        parked: store.count_held(held::State::Parked).await?,
    })
}
