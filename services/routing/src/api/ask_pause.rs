//! `POST /clocks/{id}/pauses`: time that is not the unit's (R4.12).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{AskPause, DelayView};
use huiyin_kernel::ClockId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command;
use super::delays::{self, permit, told_asked};
use crate::app::App;
use crate::domain::ask_delay::{Ask, AskDelay};

/// Asks that time is not counted, on a ground of the policy. The clock runs on until somebody above approves it.
#[utoipa::path(
    post,
    path = "/clocks/{id}/pauses",
    tag = "clocks",
    params(
        ("id" = String, Path, format = Uuid, description = "The clock"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = AskPause,
    responses(
        (status = 201, description = "The line of the ledger, asked", body = DelayView),
        (status = 404, description = "There is no such clock"),
        (status = 409, description = "The clock does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn ask_pause(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<ClockId>,
    request: Idempotent<AskPause>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::AskDelay, id).await?;
    let key = command::key(&request.idempotency, StatusCode::CREATED);
    let ask = Ask::Pause {
        ground: &request.body.ground,
    };
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
