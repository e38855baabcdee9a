//! Accountability (R6.3): proposed, decided by another person, appealed against, settled by the appeals body.

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::investigation::{
    AppealSanction, CaseView, Decide, ProposeSanction, SanctionRole, SanctionWords, SettleAppeal,
};
use huiyin_kernel::CaseId;
use huiyin_web::{Caller, Idempotent, IfMatch, Json, Path, Problem, Query};
use uuid::Uuid;

use super::Api;
use super::commands::{Shown, shown, words};
use super::decisions::refused;
use super::papers::Purpose;
use crate::app::{NewSanction, sanction_words};
use crate::domain::Role;

/// Proposes a sanction by the policy's table.
#[utoipa::path(post, path = "/cases/{id}/sanctions", request_body = ProposeSanction, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn propose(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<ProposeSanction>,
) -> Shown {
    let call = api.call(&caller, Action::Sanction, id, if_match, idempotency).await?;
    let new = NewSanction {
        reasons: words("/reasons", &body.reasons)?,
        rule: body.rule,
        role: role(body.role),
        person: body.person,
        amount: body.amount,
        loss: body.loss,
        skips_level: body.skips_level,
    };
    shown(api.app.propose_sanction(&call, &new).await?)
}

/// Imposes or refuses a sanction; never by who proposed it (P16).
#[utoipa::path(post, path = "/cases/{id}/sanctions/{sanction}/decision", request_body = Decide, params(("id" = uuid::Uuid, Path), ("sanction" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn decide(
    State(api): State<Api>,
    caller: Caller,
    Path((id, sanction)): Path<(CaseId, Uuid)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<Decide>,
) -> Shown {
    let call = api
        .deciding(&caller, Action::DecideSanction, id, if_match, idempotency)
        .await?;
    shown(api.app.decide_sanction(&call, sanction, refused(&body)?).await?)
}

/// Records that who is hit appeals, in time.
#[utoipa::path(post, path = "/cases/{id}/sanctions/{sanction}/appeal", request_body = AppealSanction, params(("id" = uuid::Uuid, Path), ("sanction" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn appeal(
    State(api): State<Api>,
    caller: Caller,
    Path((id, sanction)): Path<(CaseId, Uuid)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<AppealSanction>,
) -> Shown {
    let call = api.call(&caller, Action::Sanction, id, if_match, idempotency).await?;
    let grounds = words("/grounds", &body.grounds)?;
    shown(api.app.appeal_sanction(&call, sanction, &grounds).await?)
}

/// Decides on the appeal: by the appeals body, never by who proposed or imposed the sanction (P16).
#[utoipa::path(post, path = "/cases/{id}/sanctions/{sanction}/settlement", request_body = SettleAppeal, params(("id" = uuid::Uuid, Path), ("sanction" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn settle(
    State(api): State<Api>,
    caller: Caller,
    Path((id, sanction)): Path<(CaseId, Uuid)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<SettleAppeal>,
) -> Shown {
    let call = api
        .deciding(&caller, Action::SettleSanction, id, if_match, idempotency)
        .await?;
    let reasons = words("/reasons", &body.reasons)?;
    shown(api.app.settle_appeal(&call, sanction, body.stays, &reasons).await?)
}

/// Shows a case's sanctions with their words, the oldest first. The look is recorded (R8.1).
#[utoipa::path(get, path = "/cases/{id}/sanctions", params(("id" = uuid::Uuid, Path), Purpose), responses(
    (status = 200, body = Vec<SanctionWords>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Query(purpose): Query<Purpose>,
) -> Result<Json<Vec<SanctionWords>>, Problem> {
    let look = api.look(&caller, id, &purpose).await?;
    let sanctions = api.app.look_at_sanctions(&look).await?;
    Ok(Json(sanctions.iter().map(sanction_words).collect()))
}

fn role(role: SanctionRole) -> Role {
    match role {
        SanctionRole::Person => Role::Person,
        SanctionRole::Head => Role::Head,
        SanctionRole::LeaderOne => Role::LeaderOne,
        SanctionRole::LeaderTwo => Role::LeaderTwo,
    }
}
