//! Break-glass: a complaint that the rules keep from somebody is opened to them for a while, by a second person (R8.1, P16).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::break_glass::{AskBreakGlass, BreakGlassView, OpenedView};
use huiyin_kernel::BreakGlassId;
use huiyin_web::{Caller, Gate, Idempotency, Idempotent, Json, Path, Problem};

use super::timeline::resource;
use super::{again, failed, once};
use crate::app::App;
use crate::app::break_glass::{BreakGlassError, Whole};

/// Asks to see a complaint. The answer does not tell whether there is one of that number.
#[utoipa::path(
    post,
    path = "/break-glass",
    tag = "break-glass",
    params(("Idempotency-Key" = String, Header)),
    request_body = AskBreakGlass,
    responses(
        (status = 201, body = BreakGlassId),
        (status = 409, description = "Five of the caller wait already"),
        (status = 422, description = "Something in it is wrong")
    )
)]
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    request: Idempotent<AskBreakGlass>,
) -> Result<impl IntoResponse, Problem> {
    gate.require(&caller, Action::AskBreakGlass, &Resource::new(Kind::System))?;
    let once = once(&request.idempotency);
    let asked = app.ask_break_glass(&request.body, caller.actor.clone(), once).await;
    Ok((StatusCode::CREATED, Json(asked.map_err(problem)?)))
}

/// The latest requests: the caller's own, and those that the caller may decide. The newest first.
#[utoipa::path(get, path = "/break-glass", tag = "break-glass", responses((status = 200, body = Vec<BreakGlassView>)))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<Vec<BreakGlassView>>, Problem> {
    let (own, all) = app.break_glasses(&caller.actor).await.map_err(failed)?;
    let mut shown: Vec<_> = own.into_iter().map(|whole| view(whole, false)).collect();
    for whole in all {
        if whole.request.asked.by != caller.actor && decides(&gate, &caller, &whole) {
            shown.push(view(whole, true));
        }
    }
    shown.sort_by_key(|view| std::cmp::Reverse(view.asked));
    Ok(Json(shown))
}

/// Opens the complaint to who asked, for the hours that they asked for, as another person.
#[utoipa::path(
    post,
    path = "/break-glass/{request}/open",
    tag = "break-glass",
    params(("request" = String, Path, format = Uuid, description = "The request"), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = BreakGlassId),
        (status = 409, description = "Decided or over already, by the same person, or asked by somebody whom the complaint is about")
    )
)]
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(request): Path<BreakGlassId>,
    key: Idempotency,
) -> Result<Json<BreakGlassId>, Problem> {
    decide(&app, &gate, (&caller, request, key), true).await
}

/// Refuses it, as another person.
#[utoipa::path(
    post,
    path = "/break-glass/{request}/refuse",
    tag = "break-glass",
    params(("request" = String, Path, format = Uuid, description = "The request"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = BreakGlassId), (status = 409, description = "Decided or over already, or by the same person"))
)]
pub(crate) async fn refuse(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(request): Path<BreakGlassId>,
    key: Idempotency,
) -> Result<Json<BreakGlassId>, Problem> {
    decide(&app, &gate, (&caller, request, key), false).await
}

/// Goes in, as the one to whom it was opened. Each time is recorded; so is each look at who complained and what they said.
#[utoipa::path(
    post,
    path = "/break-glass/{request}/enter",
    tag = "break-glass",
    params(("request" = String, Path, format = Uuid, description = "The request")),
    responses((status = 200, body = OpenedView), (status = 409, description = "Not open, or no longer"))
)]
pub(crate) async fn enter(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(request): Path<BreakGlassId>,
) -> Result<Json<OpenedView>, Problem> {
    gate.require(&caller, Action::AskBreakGlass, &Resource::new(Kind::System))?;
    let opened = app.enter_break_glass(request, caller.actor.clone()).await;
    Ok(Json(opened.map_err(problem)?))
}

/// Closes it before its time, or takes it back: the one who asked, or whoever may decide it.
#[utoipa::path(
    post,
    path = "/break-glass/{request}/close",
    tag = "break-glass",
    params(("request" = String, Path, format = Uuid, description = "The request"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = BreakGlassId), (status = 409, description = "It opens nothing"))
)]
pub(crate) async fn close(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(request): Path<BreakGlassId>,
    key: Idempotency,
) -> Result<Json<BreakGlassId>, Problem> {
    let whole = found(&app, request).await?;
    if whole.request.asked.by != caller.actor {
        gate.require(&caller, Action::DecideBreakGlass, &matter(&whole)?)?;
    }
    let closed = app.close_break_glass(request, caller.actor.clone(), once(&key)).await;
    Ok(Json(closed.map_err(problem)?))
}

async fn decide(
    app: &App,
    gate: &Gate,
    (caller, request, key): (&Caller, BreakGlassId, Idempotency),
    opens: bool,
) -> Result<Json<BreakGlassId>, Problem> {
    let whole = found(app, request).await?;
    gate.require(caller, Action::DecideBreakGlass, &matter(&whole)?)?;
    let decided = app
        .decide_break_glass(request, opens, caller.actor.clone(), once(&key))
        .await;
    Ok(Json(decided.map_err(problem)?))
}

async fn found(app: &App, request: BreakGlassId) -> Result<Whole, Problem> {
    let whole = app.break_glass(request).await.map_err(failed)?;
    whole.ok_or_else(Problem::not_found)
}

/// The complaint that a request is about. Where there is none, nobody decides it, and nobody is told why.
fn matter(whole: &Whole) -> Result<Resource, Problem> {
    whole.known.as_ref().map(resource).ok_or_else(Problem::not_found)
}

fn decides(gate: &Gate, caller: &Caller, whole: &Whole) -> bool {
    let matter = whole.known.as_ref().map(resource);
    matter.is_some_and(|matter| gate.may(caller, Action::DecideBreakGlass, &matter))
}

fn problem(error: BreakGlassError) -> Problem {
    let sentence = error.to_string();
    match error {
        BreakGlassError::NotFound => Problem::not_found(),
        BreakGlassError::Once(error) => again(error),
        BreakGlassError::Ask(refusal) if refusal.is_invalid() => Problem::refused(refusal.code(), sentence),
        BreakGlassError::Ask(refusal) => Problem::conflict(refusal.code(), sentence),
        BreakGlassError::Decide(refusal) => Problem::conflict(refusal.code(), sentence),
        BreakGlassError::Enter(refusal) => Problem::conflict(refusal.code(), sentence),
        BreakGlassError::Close(refusal) => Problem::conflict(refusal.code(), sentence),
        BreakGlassError::Failed(error) => failed(error),
    }
}

fn view(whole: Whole, may_decide: bool) -> BreakGlassView {
    let Whole { request, state, .. } = whole;
    let until = request.until();
    let (decided_by, decided) = request.decided.map(|decided| (decided.act.by, decided.act.at)).unzip();
    BreakGlassView {
        id: request.id,
        number: request.number,
        ground: request.ground,
        reference: request.reference,
        hours: request.hours,
        state: state.code().to_owned(),
        asked_by: request.asked.by,
        asked: request.asked.at,
        decided_by,
        decided,
        until,
        closed_by: request.closed.map(|act| act.by),
        decidable: may_decide && state == crate::domain::break_glass::State::Asked,
    }
}
