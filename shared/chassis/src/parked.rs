//! `/<service>/v1/parked`: events that a service cannot apply (P7). Each blocks its complaint until it is tried again or dropped.

mod dropped;

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::feed::{DropParked, ParkedView};
use huiyin_kernel::EventId;
use huiyin_store::held::{self, Held, State as HeldState};
use huiyin_store::idempotency::{self, Begun};
use huiyin_store::{Store, StoreError};
use huiyin_web::{Caller, Gate, Idempotency, Idempotent, Json, Path, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The most that are shown, the oldest first.
const MOST: u64 = 200;

#[derive(Clone, FromRef)]
pub(crate) struct Parked {
    pub(crate) store: Store,
    pub(crate) gate: Gate,
}

/// The routes, for every service the same.
pub(crate) fn router(parked: Parked) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(parked_events))
        .routes(routes!(retry_parked))
        .routes(routes!(drop_parked))
        .with_state(parked)
}

/// Events that cannot be applied, the oldest first, 200 at most. Those about restricted complaints (R8.2), and those that cannot be read, are
/// shown to who may know of every complaint alone.
#[utoipa::path(get, path = "/parked", tag = "feed", operation_id = "parked", responses((status = 200, body = Vec<ParkedView>)))]
async fn parked_events(
    State(store): State<Store>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<ParkedView>>, Problem> {
    may_tend(&gate, &caller)?;
    let held = store.held(HeldState::Parked, MOST).await.map_err(failed)?;
    let sees_all = sees_restricted(&gate, &caller);
    let seen = held.into_iter().filter(|held| sees_all || is_open(held));
    Ok(Json(seen.map(view).collect()))
}

/// Has a parked event tried again at once. Where it cannot be applied still, it stays parked, with the reason of this time.
#[utoipa::path(
    post,
    path = "/parked/{event}/retry",
    tag = "feed",
    operation_id = "retry_parked",
    params(("event" = String, Path, format = Uuid, description = "The event"), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, description = "It is tried again within a second", body = String),
        (status = 404, description = "It is not parked, or not for this caller")
    )
)]
async fn retry_parked(
    State(store): State<Store>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(event): Path<EventId>,
    key: Idempotency,
) -> Result<Response, Problem> {
    may_tend(&gate, &caller)?;
    let sees_all = sees_restricted(&gate, &caller);
    let change = store.change().await.map_err(failed)?;
    match idempotency::begin(&change, key.key(), key.fingerprint())
        .await
        .map_err(failed)?
    {
        Begun::Replay { status, body } => return Ok(answer(status, body)),
        Begun::Mismatch => return Err(Problem::key_reused()),
        Begun::Fresh => {}
    }
    let parked = held::parked(&change, event).await.map_err(failed)?;
    if !parked.is_some_and(|held| sees_all || is_open(&held)) {
        return Err(Problem::not_found());
    }
    held::try_again(&change, event).await.map_err(failed)?;
    let body = format!("\"{event}\"");
    let status = StatusCode::OK.as_u16();
    idempotency::complete(&change, key.key(), status, &body)
        .await
        .map_err(failed)?;
    change.commit().await.map_err(failed)?;
    tracing::info!(%event, by = %caller.actor, "a parked event is tried again");
    Ok(answer(status, body))
}

/// Drops a parked event: it takes no effect here, and the later ones about the same thing are applied. Its ground and its file number are recorded.
#[utoipa::path(
    post,
    path = "/parked/{event}/drop",
    tag = "feed",
    operation_id = "drop_parked",
    params(("event" = String, Path, format = Uuid, description = "The event"), ("Idempotency-Key" = String, Header)),
    request_body = DropParked,
    responses(
        (status = 200, description = "It is dropped", body = String),
        (status = 404, description = "It is not parked, or not for this caller"),
        (status = 422, description = "The ground or the reference is refused")
    )
)]
async fn drop_parked(
    State(store): State<Store>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(event): Path<EventId>,
    request: Idempotent<DropParked>,
) -> Result<Response, Problem> {
    may_tend(&gate, &caller)?;
    let (asked, key) = (&request.body, &request.idempotency);
    dropped::check(asked).map_err(|refusal| Problem::refused(refusal.code(), refusal.to_string()))?;
    let sees_all = sees_restricted(&gate, &caller);
    let mut change = store.change().await.map_err(failed)?;
    match idempotency::begin(&change, key.key(), key.fingerprint())
        .await
        .map_err(failed)?
    {
        Begun::Replay { status, body } => return Ok(answer(status, body)),
        Begun::Mismatch => return Err(Problem::key_reused()),
        Begun::Fresh => {}
    }
    let parked = held::parked(&change, event).await.map_err(failed)?;
    let parked = parked.filter(|held| sees_all || is_open(held));
    let parked = parked.ok_or_else(Problem::not_found)?;
    held::drop_parked(&change, &parked).await.map_err(failed)?;
    dropped::say(&mut change, &parked, asked, &caller.actor).map_err(failed)?;
    let body = format!("\"{event}\"");
    let status = StatusCode::OK.as_u16();
    idempotency::complete(&change, key.key(), status, &body)
        .await
        .map_err(failed)?;
    change.commit().await.map_err(failed)?;
    tracing::info!(%event, ground = asked.ground, by = %caller.actor, "a parked event is dropped");
    Ok(answer(status, body))
}

fn answer(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}

fn may_tend(gate: &Gate, caller: &Caller) -> Result<(), Problem> {
    gate.require(caller, Action::TendParked, &Resource::new(Kind::System))
}

fn sees_restricted(gate: &Gate, caller: &Caller) -> bool {
    gate.may(caller, Action::Operate, &Resource::new(Kind::System))
}

/// Whether it is known that the event is about nothing restricted.
fn is_open(held: &Held) -> bool {
    let open = |subject: &str| !subject.starts_with("restricted.");
    held.envelope.as_ref().is_some_and(|envelope| open(&envelope.subject))
}

fn view(held: Held) -> ParkedView {
    ParkedView {
        event: held.event,
        kind: held.envelope.map(|envelope| envelope.kind),
        producer: held.producer,
        about: held.about,
        version: held.version,
        reason: held.reason,
        since: held.since,
        attempts: held.attempts,
    }
}

fn failed(error: StoreError) -> Problem {
    if error.is_transient() {
        Problem::unavailable(1)
    } else {
        Problem::failed(&error)
    }
}
