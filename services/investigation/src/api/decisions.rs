//! Redress, reviews, approvals, and what follows the answer.

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::investigation::{
    AnswerCommunication, AskAgain, CaseView, Decide, DeliverRedress, DropRedress, EndOutside, OverruleOpinion,
    ProposeRedress, ReviewFinding, Way,
};
use huiyin_kernel::{CaseId, OrderId};
use huiyin_web::{Caller, Idempotent, IfMatch, Path, Problem};
use uuid::Uuid;

use super::Api;
use super::commands::{Shown, code, shown, verdict, words};
use crate::app::{NewAnswer, NewEnding, NewRedress};
use crate::domain::review::Otherwise;
use crate::domain::{Round, Words};

/// Answers a communication complaint: the short way.
#[utoipa::path(post, path = "/cases/{id}/communication", request_body = AnswerCommunication, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn communicate(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<AnswerCommunication>,
) -> Shown {
    let call = api.call(&caller, Action::Reply, id, if_match, idempotency).await?;
    let new = NewAnswer {
        kind: code("/kind", &body.kind)?,
        channel: code("/channel", &body.channel)?,
        words: words("/words", &body.words)?,
    };
    shown(api.app.communicate(&call, &new).await?)
}

/// Sends a drafted reply, or gives it back (R5.4); never by who wrote it (P16).
#[utoipa::path(post, path = "/cases/{id}/reply/decision", request_body = Decide, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn decide_reply(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<Decide>,
) -> Shown {
    let call = api
        .deciding(&caller, Action::DecideReply, id, if_match, idempotency)
        .await?;
    shown(api.app.decide_reply(&call, refused(&body)?).await?)
}

/// Proposes redress (R5.7); within its authority the unit settles at once (R5.3).
#[utoipa::path(post, path = "/cases/{id}/redress", request_body = ProposeRedress, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn propose_redress(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<ProposeRedress>,
) -> Shown {
    let call = api.call(&caller, Action::Redress, id, if_match, idempotency).await?;
    let new = NewRedress {
        kind: code("/kind", &body.kind)?,
        amount: body.amount,
        what: words("/what", &body.what)?,
    };
    shown(api.app.propose_redress(&call, &new).await?)
}

/// Approves or refuses redress beyond the unit's authority (R5.3); never by who proposed it (P16).
#[utoipa::path(post, path = "/cases/{id}/redress/{redress}/decision", request_body = Decide, params(("id" = uuid::Uuid, Path), ("redress" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn decide_redress(
    State(api): State<Api>,
    caller: Caller,
    Path((id, redress)): Path<(CaseId, Uuid)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<Decide>,
) -> Shown {
    let call = api
        .deciding(&caller, Action::DecideRedress, id, if_match, idempotency)
        .await?;
    shown(api.app.decide_redress(&call, redress, refused(&body)?).await?)
}

/// Records that redress was paid or done, with proof (R5.7).
#[utoipa::path(post, path = "/cases/{id}/redress/{redress}/delivery", request_body = DeliverRedress, params(("id" = uuid::Uuid, Path), ("redress" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn deliver_redress(
    State(api): State<Api>,
    caller: Caller,
    Path((id, redress)): Path<(CaseId, Uuid)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<DeliverRedress>,
) -> Shown {
    let call = api.call(&caller, Action::Redress, id, if_match, idempotency).await?;
    let proof = words("/proof", &body.proof)?;
    shown(api.app.deliver_redress(&call, redress, &proof).await?)
}

/// Reviews what is not fully upheld, by somebody outside of the unit (R5.10).
#[utoipa::path(post, path = "/cases/{id}/review", request_body = ReviewFinding, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn review(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<ReviewFinding>,
) -> Shown {
    let call = api.deciding(&caller, Action::Review, id, if_match, idempotency).await?;
    let reasons = words("/reasons", &body.reasons)?;
    let otherwise = otherwise(body)?;
    shown(api.app.review(&call, otherwise.as_ref(), &reasons).await?)
}

fn otherwise(body: ReviewFinding) -> Result<Option<Otherwise>, Problem> {
    let root_cause = body.root_cause.map(|text| code("/root_cause", &text)).transpose()?;
    Ok(body.instead.map(|instead| Otherwise {
        verdict: verdict(instead),
        root_cause,
        responsible_unit: body.responsible_unit,
        responsible: body.responsible,
    }))
}

/// Gives up redress that is not delivered (R5.7).
#[utoipa::path(post, path = "/cases/{id}/redress/{redress}/drop", request_body = DropRedress, params(("id" = uuid::Uuid, Path), ("redress" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn drop_redress(
    State(api): State<Api>,
    caller: Caller,
    Path((id, redress)): Path<(CaseId, Uuid)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<DropRedress>,
) -> Shown {
    let call = api.call(&caller, Action::Redress, id, if_match, idempotency).await?;
    let reason = words("/reason", &body.reason)?;
    shown(api.app.drop_redress(&call, redress, &reason).await?)
}

/// Records that the complainant disagrees with the answer, in time (R5.8, R5.11).
#[utoipa::path(post, path = "/cases/{id}/ask_again", request_body = AskAgain, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn ask_again(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<AskAgain>,
) -> Shown {
    let call = api.call(&caller, Action::AskAgain, id, if_match, idempotency).await?;
    let reasons = words("/reasons", &body.reasons)?;
    let round = match body.way {
        Way::Verification => Round::Verification,
        Way::Appeal => Round::Appeal,
    };
    shown(api.app.ask_again(&call, round, &reasons).await?)
}

/// Goes on without a co-handler's opinion, by name and with a reason (R4.8).
#[utoipa::path(post, path = "/cases/{id}/opinions/{order}/overrule", request_body = OverruleOpinion, params(("id" = uuid::Uuid, Path), ("order" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn overrule_opinion(
    State(api): State<Api>,
    caller: Caller,
    Path((id, order)): Path<(CaseId, OrderId)>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<OverruleOpinion>,
) -> Shown {
    let call = api
        .call(&caller, Action::OverruleOpinion, id, if_match, idempotency)
        .await?;
    let reason = words("/reason", &body.reason)?;
    shown(api.app.overrule_opinion(&call, order, &reason).await?)
}

/// Closes the case that ended by mediation, by arbitration or in court (R5.7).
#[utoipa::path(post, path = "/cases/{id}/end_outside", request_body = EndOutside, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn end_outside(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<EndOutside>,
) -> Shown {
    let call = api.call(&caller, Action::Close, id, if_match, idempotency).await?;
    let new = NewEnding {
        way: code("/way", &body.way)?,
        agreement: words("/agreement", &body.agreement)?,
        summary: body.summary.map(|text| words("/summary", &text)).transpose()?,
    };
    shown(api.app.end_outside(&call, &new).await?)
}

/// The reason of a refusal: `Some(None)` where nobody gave one.
pub(super) fn refused(body: &Decide) -> Result<Option<Option<Words>>, Problem> {
    let reason = body.reason.as_deref().map(|text| words("/reason", text)).transpose()?;
    Ok((!body.approved).then_some(reason))
}
