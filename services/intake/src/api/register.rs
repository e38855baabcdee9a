//! `POST /complaints`: registering (R3.3).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::intake::{Register, Registered};
use huiyin_web::{Caller, Gate, Idempotent, Json, Problem, Version};

use super::answer::{once, problem, resource};
use crate::app::{Answered, App, AppError};
use crate::domain::register::Refusal;
use crate::domain::unit::Place;

/// Registers a complaint, and gives its number and receipt code.
#[utoipa::path(
    post,
    path = "/complaints",
    tag = "register",
    params(("Idempotency-Key" = String, Header, description = "New for each request that is not a repeat")),
    request_body = Register,
    responses(
        (status = 201, body = Registered, description = "Registered; sent again, the same answer", headers(("ETag" = String))),
        (status = 409, description = "The same request is being worked on"),
        (status = 422, description = "Something in it is wrong, or the key was used for another request")
    )
)]
pub(crate) async fn register(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    request: Idempotent<Register>,
) -> Result<impl IntoResponse, Problem> {
    let told = &request.body;
    let key = once(&request.idempotency);
    let place = match asked(&app, &gate, &caller, told).await {
        Ok(place) => place,
        Err(refusal) => {
            let before = app.registered_before(key).await.map_err(problem)?;
            return before.map(created).ok_or_else(|| problem(refusal));
        }
    };
    let matter = Resource::new(Kind::Complaint)
        .of_unit(Some(place.unit.clone()))
        .led_by(Some(place.registering.clone()))
        .restricted(told.leader_concerned || told.complainant.confidential)
        .about(told.staff_concerned.clone());
    gate.require(&caller, Action::Register, &matter)?;
    let answered = app.register(&caller, told, place, key).await;
    answered.map(created).map_err(problem)
}

/// Where the complaint belongs, if what it names is there for the caller.
async fn asked(app: &App, gate: &Gate, caller: &Caller, told: &Register) -> Result<Place, AppError> {
    let place = app.place(caller, told).await?;
    if let Some(repeats) = told.repeats.as_deref().filter(|repeats| !repeats.trim().is_empty()) {
        let earlier = app.repeated(repeats).await?;
        // One that the caller may not see is one that there is not (R8.2).
        if !gate.may(caller, Action::Read, &resource(&earlier)) {
            return Err(Refusal::UnknownRepeat.into());
        }
    }
    Ok(place)
}

fn created(answered: Answered) -> impl IntoResponse {
    (
        StatusCode::CREATED,
        Version(answered.version),
        Json(answered.registered),
    )
}
