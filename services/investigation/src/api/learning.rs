//! What the organisation learns (R6.2): circulars with their acknowledgements, improvements until they are done.

use axum::extract::State;
use axum::http::StatusCode;
use huiyin_access::{Action, Kind, Resource, Scope};
use huiyin_contracts::views::investigation::{
    CircularUnits, CircularView, FinishImprovement, ImprovementView, IssueCircular, ProposeImprovement,
    RefuseImprovement,
};
use huiyin_kernel::UnitPath;
use huiyin_web::{Caller, Idempotency, Idempotent, Json, Limit, Page, Path, Problem, Query, cursor};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::Api;
use super::commands::{code, words};
use crate::app::{Ends, NewCircular, NewImprovement, Own};

/// The most subtrees that a circular names.
const MOST: usize = 200;

/// Which part of a list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Part {
    /// The page's `next`, to go on after it.
    after: Option<String>,
    /// How many rows at most.
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50, required = false)]
    limit: Limit,
}

/// Which improvements.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ImprovementsQuery {
    /// In this state: `open`, `done` or `refused`.
    state: Option<String>,
    /// The page's `next`, to go on after it.
    after: Option<String>,
    /// How many rows at most.
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50, required = false)]
    limit: Limit,
}

fn paper(unit: Option<UnitPath>) -> Resource {
    Resource::new(Kind::Learning).of_unit(unit)
}

impl Api {
    /// The caller as somebody who reads such papers.
    fn own(&self, caller: &Caller) -> Result<Own, Problem> {
        let top = if self.gate.may(caller, Action::ReadLearning, &paper(None)) {
            None
        } else {
            match self.gate.scope(caller)? {
                Scope::Nothing => return Err(Problem::forbidden()),
                _ => Some(caller.unit.clone().ok_or_else(Problem::forbidden)?),
            }
        };
        Ok(Own {
            by: caller.actor.clone(),
            unit: caller.unit.clone(),
            top,
        })
    }

    /// A circular that the caller sees: their own unit or one below it issued or gets it.
    async fn seen(&self, own: &Own, id: Uuid) -> Result<CircularUnits, Problem> {
        let circular = self.app.circular(own, id).await?;
        let issued = own.top.as_ref().is_none_or(|top| circular.circular.unit.is_within(top));
        if !issued && circular.to.is_empty() {
            return Err(Problem::not_found());
        }
        Ok(circular)
    }
}

/// Issues a circular to units and all below them.
#[utoipa::path(post, path = "/circulars", request_body = IssueCircular, params(("idempotency-key" = String, Header)),
    responses((status = 201, body = CircularUnits), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn issue(
    State(api): State<Api>,
    caller: Caller,
    Idempotent { idempotency, body }: Idempotent<IssueCircular>,
) -> Result<(StatusCode, Json<CircularUnits>), Problem> {
    for top in &body.units {
        api.gate
            .require(&caller, Action::IssueCircular, &paper(Some(top.clone())))?;
    }
    if body.units.is_empty() || body.units.len() > MOST {
        return Err(Problem::refused(
            "circular_to",
            "a circular names 1 to 200 units, each with all below it",
        ));
    }
    let own = api.own(&caller)?;
    let new = NewCircular {
        title: words("/title", &body.title)?,
        text: words("/text", &body.text)?,
        to: body.units,
        due: body.due,
        confirmed: body.names_nobody,
    };
    let issued = api.app.issue_circular(&own, &new, &idempotency).await?;
    Ok((StatusCode::CREATED, Json(issued)))
}

/// Circulars that the caller's unit, or one below it, issued or gets; the latest first.
#[utoipa::path(get, path = "/circulars", params(Part), responses(
    (status = 200, body = Page<CircularView>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn circulars(
    State(api): State<Api>,
    caller: Caller,
    Query(part): Query<Part>,
) -> Result<Json<Page<CircularView>>, Problem> {
    let own = api.own(&caller)?;
    let after = part.after.as_deref().map(cursor::decode::<Uuid>).transpose()?;
    let rows = api.app.circulars(&own, after, part.limit.and_one()).await?;
    Ok(Json(Page::cut(rows, part.limit, |circular| circular.id)?))
}

/// Shows a circular with the units of those that the caller sees: who has acknowledged it, and who has not.
#[utoipa::path(get, path = "/circulars/{id}", params(("id" = uuid::Uuid, Path)), responses(
    (status = 200, body = CircularUnits), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn circular(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<CircularUnits>, Problem> {
    let own = api.own(&caller)?;
    Ok(Json(api.seen(&own, id).await?))
}

/// Acknowledges a circular for the caller's own unit.
#[utoipa::path(post, path = "/circulars/{id}/acknowledge", params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = CircularUnits), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn acknowledge(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<Uuid>,
    idempotency: Idempotency,
) -> Result<Json<CircularUnits>, Problem> {
    let own = api.own(&caller)?;
    api.seen(&own, id).await?;
    api.gate
        .require(&caller, Action::AcknowledgeCircular, &paper(caller.unit.clone()))?;
    Ok(Json(api.app.acknowledge_circular(&own, id, &idempotency).await?))
}

/// Proposes to improve a product or a process.
#[utoipa::path(post, path = "/improvements", request_body = ProposeImprovement, params(("idempotency-key" = String, Header)),
    responses((status = 201, body = ImprovementView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn propose(
    State(api): State<Api>,
    caller: Caller,
    Idempotent { idempotency, body }: Idempotent<ProposeImprovement>,
) -> Result<(StatusCode, Json<ImprovementView>), Problem> {
    api.gate
        .require(&caller, Action::ProposeImprovement, &paper(caller.unit.clone()))?;
    let own = api.own(&caller)?;
    let new = NewImprovement {
        title: words("/title", &body.title)?,
        what: words("/what", &body.what)?,
        owner: body.owner,
        reach: body.reach,
        cause: code("/cause", &body.cause)?,
        due: body.due,
        confirmed: body.names_nobody,
    };
    let proposed = api.app.propose_improvement(&own, &new, &idempotency).await?;
    Ok((StatusCode::CREATED, Json(proposed)))
}

/// Improvements that the caller's unit, or one below it, proposed or owns; the latest first.
#[utoipa::path(get, path = "/improvements", params(ImprovementsQuery), responses(
    (status = 200, body = Page<ImprovementView>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn improvements(
    State(api): State<Api>,
    caller: Caller,
    Query(query): Query<ImprovementsQuery>,
) -> Result<Json<Page<ImprovementView>>, Problem> {
    let own = api.own(&caller)?;
    let after = query.after.as_deref().map(cursor::decode::<Uuid>).transpose()?;
    let rows = api
        .app
        .improvements(&own, query.state.as_deref(), after, query.limit.and_one())
        .await?;
    Ok(Json(Page::cut(rows, query.limit, |one| one.id)?))
}

/// Records that an improvement is done: from that day on its effect is measured.
#[utoipa::path(post, path = "/improvements/{id}/done", request_body = FinishImprovement, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = ImprovementView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn finish(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idempotent { idempotency, body }: Idempotent<FinishImprovement>,
) -> Result<Json<ImprovementView>, Problem> {
    let own = api.owner(&caller, id).await?;
    let ends = Ends::Done(words("/what", &body.what)?, body.on);
    let done = api
        .app
        .end_improvement(&own, id, (&ends, body.names_nobody), &idempotency)
        .await?;
    Ok(Json(done))
}

/// Refuses an improvement, with a reason.
#[utoipa::path(post, path = "/improvements/{id}/refuse", request_body = RefuseImprovement, params(("id" = uuid::Uuid, Path), ("idempotency-key" = String, Header)),
    responses((status = 200, body = ImprovementView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn refuse(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idempotent { idempotency, body }: Idempotent<RefuseImprovement>,
) -> Result<Json<ImprovementView>, Problem> {
    let own = api.owner(&caller, id).await?;
    let ends = Ends::Refused(words("/reason", &body.reason)?);
    let refused = api
        .app
        .end_improvement(&own, id, (&ends, body.names_nobody), &idempotency)
        .await?;
    Ok(Json(refused))
}

impl Api {
    /// That the caller may end it: it is their unit's, or one's below it. Who does not see it is not told that it is there.
    async fn owner(&self, caller: &Caller, id: Uuid) -> Result<Own, Problem> {
        let one = self.app.improvement(id).await?;
        let seen = paper(Some(one.owner.clone())).led_by(Some(one.unit.clone()));
        if !self.gate.may(caller, Action::ReadLearning, &seen) {
            return Err(Problem::not_found());
        }
        self.gate
            .require(caller, Action::EndImprovement, &paper(Some(one.owner)))?;
        self.own(caller)
    }
}
