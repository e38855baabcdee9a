//! `POST /complaints/{complaint}/look`: the only way to names, addresses and words; each look is recorded (R8.1).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{Look, Revealed};
use huiyin_web::{Caller, Gate, Json, Path, Problem};

use super::answer::{allowed, problem};
use crate::app::App;

/// Who complained and what they said, for a purpose.
#[utoipa::path(
    post,
    path = "/complaints/{complaint}/look",
    tag = "register",
    params(("complaint" = String, Path, description = "Its id or its number")),
    request_body = Look,
    responses(
        (status = 200, body = Revealed, description = "Shown, and recorded as a look"),
        (status = 404, description = "None, or not for the caller"),
        (status = 422, description = "No purpose")
    )
)]
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(complaint): Path<String>,
    Json(request): Json<Look>,
) -> Result<Json<Revealed>, Problem> {
    let complaint = allowed(&app, &gate, &caller, Action::Reveal, &complaint).await?;
    let revealed = app.look(complaint.id, &request, caller.actor.clone()).await;
    Ok(Json(revealed.map_err(problem)?))
}
