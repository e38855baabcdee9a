//! `POST /complaints/{complaint}/…`: what the desk decides of a complaint.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{Decline, Information, Settle, Standing};
use huiyin_web::{Caller, Gate, Idempotency, Idempotent, IfMatch, Json, Path, Problem, Version};

use super::Api;
use super::answer::{allowed, once, problem};
use crate::app::{App, Command};

/// What every command takes beside its body.
pub(crate) struct Asked {
    app: Arc<App>,
    gate: Gate,
    caller: Caller,
    complaint: String,
    read: IfMatch,
}

impl FromRequestParts<Api> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Api) -> Result<Self, Problem> {
        let Path(complaint) = Path::from_request_parts(parts, state).await?;
        Ok(Self {
            app: Arc::clone(&state.app),
            gate: state.gate.clone(),
            caller: Caller::from_request_parts(parts, state).await?,
            complaint,
            read: IfMatch::from_request_parts(parts, state).await?,
        })
    }
}

impl Asked {
    async fn carry_out(
        self,
        action: Action,
        command: Command<'_>,
        key: &Idempotency,
    ) -> Result<impl IntoResponse + use<>, Problem> {
        let complaint = allowed(&self.app, &self.gate, &self.caller, action, &self.complaint).await?;
        let unchanged = |version| self.read.check(Version(version)).is_ok();
        let by = self.caller.actor.clone();
        let done = self.app.act(complaint.id, &command, by, once(key), &unchanged).await;
        let (standing, version) = done.map_err(problem)?;
        Ok((Version(version), Json(standing)))
    }
}

/// Accepts the complaint (R3.5).
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/accept",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Standing), (status = 409, description = "It stands otherwise"))
)]
pub(crate) async fn accept(asked: Asked, key: Idempotency) -> Result<impl IntoResponse, Problem> {
    asked.carry_out(Action::Accept, Command::Accept, &key).await
}

/// Declines the complaint with a reason that the complainant is told (R3.5).
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/decline",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number"), ("Idempotency-Key" = String, Header)),
    request_body = Decline,
    responses((status = 200, body = Standing), (status = 409, description = "It stands otherwise"))
)]
pub(crate) async fn decline(asked: Asked, request: Idempotent<Decline>) -> Result<impl IntoResponse, Problem> {
    let command = Command::Decline(&request.body);
    asked.carry_out(Action::Decline, command, &request.idempotency).await
}

/// Settles the complaint on the spot (R3.9).
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/settle",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number"), ("Idempotency-Key" = String, Header)),
    request_body = Settle,
    responses((status = 200, body = Standing), (status = 409, description = "It stands otherwise"))
)]
pub(crate) async fn settle(asked: Asked, request: Idempotent<Settle>) -> Result<impl IntoResponse, Problem> {
    let command = Command::Settle(&request.body);
    asked.carry_out(Action::Settle, command, &request.idempotency).await
}

/// Records that the complainant withdraws (R3.12).
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/withdraw",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Standing), (status = 409, description = "It has ended"))
)]
pub(crate) async fn withdraw(asked: Asked, key: Idempotency) -> Result<impl IntoResponse, Problem> {
    asked.carry_out(Action::Withdraw, Command::Withdraw, &key).await
}

/// Adds words to the file (R3.11).
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/information",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number"), ("Idempotency-Key" = String, Header)),
    request_body = Information,
    responses((status = 200, body = Standing), (status = 409, description = "It is in the archive"))
)]
pub(crate) async fn add_information(
    asked: Asked,
    request: Idempotent<Information>,
) -> Result<impl IntoResponse, Problem> {
    let command = Command::Add(&request.body);
    asked
        .carry_out(Action::AddInformation, command, &request.idempotency)
        .await
}
