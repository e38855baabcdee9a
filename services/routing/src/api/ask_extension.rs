//! `POST /clocks/{id}/extensions`: what cannot be finished in time is reported before the limit (R4.5).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{AskExtension, DelayView};
use huiyin_kernel::ClockId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command;
use super::delays::{self, permit, told_asked};
use super::views;
use crate::app::App;
use crate::domain::ask_delay::{Ask, AskDelay};

/// Reports a delay and asks for more time, counted from the due time. No due time moves until somebody above approves it.
#[utoipa::path(
    post,
    path = "/clocks/{id}/extensions",
    tag = "clocks",
    params(
        ("id" = String, Path, format = Uuid, description = "The clock"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = AskExtension,
    responses(
        (status = 201, description = "The line of the ledger, asked", body = DelayView),
        (status = 404, description = "There is no such clock"),
        (status = 409, description = "The clock does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn ask_extension(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<ClockId>,
    request: Idempotent<AskExtension>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::AskDelay, id).await?;
    let key = command::key(&request.idempotency, StatusCode::CREATED);
    let ask = Ask::Extension(views::limit(&request.body.limit)?);
    let done = app
        .on_clock(
            key,
            id,
            (&caller.actor, None),
            |ground| {
                AskDelay {
                    matter: ground.matter,
                    clock: ground.clock,
                    lines: ground.lines,
                    ask,
                    reason: &request.body.reason,
                    by: &caller.actor,
                    now: ground.now,
                }
                .decide(&ground.rules)
            },
            delays::line,
        )
        .await;
    done.map(command::answer)
        .map_err(|error| command::problem(error, told_asked))
}
