//! `POST /orders/{id}/answer`: a supervision order that somebody gave is answered (R4.7).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_access::Action;
use huiyin_contracts::views::routing::{AnswerSupervision, OrderView};
use huiyin_kernel::OrderId;
use huiyin_web::{Caller, Gate, Idempotent, Path, Problem};

use super::command::{self, Told, permit};
use crate::app::App;
use crate::domain::answer_supervision::{AnswerSupervision as Answered, Refusal};

/// Answers a supervision order that somebody gave; it ends with that. The complaint's time limits run on.
#[utoipa::path(
    post,
    path = "/orders/{id}/answer",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "The same key and body give the same answer")
    ),
    request_body = AnswerSupervision,
    responses(
        (status = 200, description = "The order, done", body = OrderView),
        (status = 404, description = "There is no such order"),
        (status = 409, description = "The order does not allow it now"),
        (status = 422, description = "The request is refused, with its sentence")
    )
)]
pub(crate) async fn answer_supervision(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(id): Path<OrderId>,
    request: Idempotent<AnswerSupervision>,
) -> Result<Response, Problem> {
    permit(&app, &gate, &caller, Action::AnswerSupervision, id).await?;
    let key = command::key(&request.idempotency, StatusCode::OK);
    let by = &caller.actor;
    let done = app
        .on_order(
            key,
            id,
            |ground| {
                Answered {
                    order: id,
                    words: &request.body.answer,
                    by,
                    now: ground.now,
                }
                .decide(ground.matter)
            },
            command::order,
        )
        .await;
    done.map(command::answer).map_err(|error| command::problem(error, told))
}

fn told(refusal: &Refusal) -> Told {
    match refusal {
        Refusal::NotOpen => Told::Conflict("order-not-open"),
        Refusal::NotByHand => Told::Conflict("order-not-by-hand"),
        Refusal::NoWords => Told::Refused("answer-missing"),
        Refusal::LongWords => Told::Refused("answer-long"),
    }
}
