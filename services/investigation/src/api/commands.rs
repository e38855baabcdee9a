//! The commands.

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::investigation::{
    CaseView, CloseCase, RecordFinding, RecordFollowUp, Satisfaction as SatisfactionView, SendReply, TakeStatement,
    Verdict as VerdictView,
};
use huiyin_kernel::{CaseId, Timestamp};
use huiyin_web::{Caller, Idempotency, Idempotent, IfMatch, Json, Path, Problem, Version};

use super::Api;
use super::refusal::wrong_text;
use crate::app::{NewFinding, NewReply, NewStatement};
use crate::domain::{Code, Satisfaction, StatementId, Verdict, Words};

pub(super) type Shown = Result<(Version, Json<CaseView>), Problem>;

/// Accepts the order: the caller is the handler from now on (R4.3).
#[utoipa::path(post, path = "/cases/{id}/accept", params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn accept(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    idempotency: Idempotency,
) -> Shown {
    let call = api
        .call(&caller, Action::AcceptOrder, id, if_match, idempotency)
        .await?;
    shown(api.app.accept_order(&call).await?)
}

/// Takes a statement (R5.1).
#[utoipa::path(post, path = "/cases/{id}/statements", request_body = TakeStatement, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn take_statement(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<TakeStatement>,
) -> Shown {
    let call = api
        .call(&caller, Action::TakeStatement, id, if_match, idempotency)
        .await?;
    let new = NewStatement {
        given_by: code("/given_by", &body.given_by)?,
        words: words("/words", &body.words)?,
        taken: whole_micros(body.taken),
        supersedes: body.supersedes.map(StatementId),
    };
    shown(api.app.take_statement(&call, &new).await?)
}

/// Records the finding (R5.2).
#[utoipa::path(post, path = "/cases/{id}/finding", request_body = RecordFinding, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn find(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<RecordFinding>,
) -> Shown {
    let call = api.call(&caller, Action::Find, id, if_match, idempotency).await?;
    let new = NewFinding {
        verdict: verdict(body.finding),
        root_cause: code("/root_cause", &body.root_cause)?,
        facts: words("/facts", &body.facts)?,
        cause_detail: body
            .cause_detail
            .map(|text| words("/cause_detail", &text))
            .transpose()?,
        responsible_unit: body.responsible_unit,
        responsible: body.responsible,
    };
    shown(api.app.find(&call, &new).await?)
}

/// Records the reply to the complainant (R5.4, R5.5).
#[utoipa::path(post, path = "/cases/{id}/reply", request_body = SendReply, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn reply(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<SendReply>,
) -> Shown {
    let call = api.call(&caller, Action::Reply, id, if_match, idempotency).await?;
    let new = NewReply {
        channel: code("/channel", &body.channel)?,
        words: words("/words", &body.words)?,
        apology: body.apology,
        redress: body.redress.map(|text| words("/redress", &text)).transpose()?,
    };
    shown(api.app.reply(&call, &new).await?)
}

/// Records a follow-up visit (R5.8), by someone other than the handler (R5.10).
#[utoipa::path(post, path = "/cases/{id}/follow_up", request_body = RecordFollowUp, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn follow_up(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<RecordFollowUp>,
) -> Shown {
    let call = api.call(&caller, Action::FollowUp, id, if_match, idempotency).await?;
    let remarks = body.remarks.map(|text| words("/remarks", &text)).transpose()?;
    shown(
        api.app
            .follow_up(&call, satisfaction(body.satisfaction), remarks)
            .await?,
    )
}

/// Closes the case and makes its handling form (R6.1).
#[utoipa::path(post, path = "/cases/{id}/close", request_body = CloseCase, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn close(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Idempotent { idempotency, body }: Idempotent<CloseCase>,
) -> Shown {
    let call = api.call(&caller, Action::Close, id, if_match, idempotency).await?;
    let summary = body.summary.map(|text| words("/summary", &text)).transpose()?;
    shown(api.app.close(&call, summary).await?)
}

/// Archives the file (R6.1).
#[utoipa::path(post, path = "/cases/{id}/archive", params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn archive(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    idempotency: Idempotency,
) -> Shown {
    let call = api.call(&caller, Action::Archive, id, if_match, idempotency).await?;
    shown(api.app.archive(&call).await?)
}

pub(super) fn shown(view: CaseView) -> Shown {
    Ok((Version(view.line.version), Json(view)))
}

pub(super) fn words(pointer: &str, text: &str) -> Result<Words, Problem> {
    Words::new(text).map_err(|error| wrong_text(pointer, error))
}

pub(super) fn code(pointer: &str, text: &str) -> Result<Code, Problem> {
    Code::new(text).map_err(|error| wrong_text(pointer, error))
}

/// Cut to microseconds, which is what the database keeps: the fingerprint is taken of what is kept.
fn whole_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

pub(super) fn verdict(verdict: VerdictView) -> Verdict {
    match verdict {
        VerdictView::Upheld => Verdict::Upheld,
        VerdictView::PartlyUpheld => Verdict::PartlyUpheld,
        VerdictView::NotUpheld => Verdict::NotUpheld,
    }
}

fn satisfaction(satisfaction: SatisfactionView) -> Satisfaction {
    match satisfaction {
        SatisfactionView::Satisfied => Satisfaction::Satisfied,
        SatisfactionView::Dissatisfied => Satisfaction::Dissatisfied,
        SatisfactionView::Unreachable => Satisfaction::Unreachable,
    }
}
