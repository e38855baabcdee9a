//! The letter about more time (R4.5), and the letters that went out.

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::investigation::{CaseView, SentLetter, TellExtension};
use huiyin_kernel::CaseId;
use huiyin_web::{Caller, Idempotent, IfMatch, Json, Path, Problem, Query};
use uuid::Uuid;

use super::Api;
use super::commands::{Shown, code, shown, words};
use super::papers::Purpose;
use crate::app::NewTelling;

/// Tells the complainant that the reply needs longer: in a letter with the reason, the new last day, and whom to ask.
#[utoipa::path(post, path = "/cases/{id}/extensions/{extension}/letter", request_body = TellExtension, params(("id" = uuid::Uuid, Path), ("extension" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn tell(
    State(api): State<Api>,
    caller: Caller,
    Path((id, extension)): Path<(CaseId, Uuid)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<TellExtension>,
) -> Shown {
    let call = api.call(&caller, Action::Reply, id, if_match, idempotency).await?;
    let new = NewTelling {
        channel: code("/channel", &body.channel)?,
        reason: words("/reason", &body.reason)?,
    };
    shown(api.app.tell_extension(&call, extension, &new).await?)
}

/// Shows the letters that went out to the complainant, the oldest first. The look is recorded (R8.1).
#[utoipa::path(get, path = "/cases/{id}/letters", params(("id" = uuid::Uuid, Path), Purpose), responses(
    (status = 200, body = Vec<SentLetter>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn letters(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Query(purpose): Query<Purpose>,
) -> Result<Json<Vec<SentLetter>>, Problem> {
    let look = api.look(&caller, id, &purpose).await?;
    Ok(Json(api.app.look_at_letters(&look).await?))
}
