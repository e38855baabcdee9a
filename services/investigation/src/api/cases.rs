//! Lists of cases, and one.

use axum::extract::State;
use huiyin_access::{Action, Scope};
use huiyin_contracts::views::Count;
use huiyin_contracts::views::investigation::{CaseLine, CaseView, CauseView, Stage};
use huiyin_kernel::{Actor, CaseId, ComplaintId, UnitPath};
use huiyin_web::{Caller, Json, Limit, Page, Path, Problem, Query, Version, cursor};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::Api;
use crate::app::{Filter, Kept, Order, case_line, case_view, stage_name};

/// Which cases.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Held by this unit or one below it.
    #[param(value_type = Option<String>)]
    unit: Option<UnitPath>,
    /// At this stage.
    #[param(inline)]
    stage: Option<Stage>,
    /// In which order: `opened`, or `lapse` for the last day of the follow-up visit, with cases that wait for one alone.
    #[serde(default)]
    #[param(inline, required = false)]
    by: ByQuery,
    /// The page's `next`, to go on after it.
    after: Option<String>,
    /// How many rows at most.
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50, required = false)]
    limit: Limit,
}

/// The orders of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ByQuery {
    /// Those opened first before the others.
    #[default]
    Opened,
    /// Those whose follow-up lapses first before the others.
    Lapse,
}

impl From<ByQuery> for Order {
    fn from(by: ByQuery) -> Self {
        match by {
            ByQuery::Opened => Self::Opened,
            ByQuery::Lapse => Self::Lapse,
        }
    }
}

/// Which cases are counted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CountQuery {
    /// Held by this unit or one below it.
    #[param(value_type = Option<String>)]
    unit: Option<UnitPath>,
    /// At this stage.
    #[param(inline)]
    stage: Option<Stage>,
}

/// Lists the cases that the caller may see, in the order that is asked for.
#[utoipa::path(get, path = "/cases", params(ListQuery), responses(
    (status = 200, body = Page<CaseLine>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<CaseLine>>, Problem> {
    let order = Order::from(query.by);
    let filter = Filter {
        order,
        unit: query.unit,
        stage: query.stage.map(stage_name),
        after: query.after.as_deref().map(cursor::decode).transpose()?,
        most: query.limit.and_one(),
        ..widest(&api, &caller)?
    };
    let mut page = Page::cut(api.app.list(&filter).await?, query.limit, |kept| kept.place(order))?;
    let sight = api.gate.sight(&caller);
    page.items.retain(|kept| sight.may(kept.case.resource()));
    Ok(Json(page.map(|kept| case_line(&kept))))
}

/// How many cases that is, counted to 100: those that the list would show.
#[utoipa::path(get, path = "/cases/count", params(CountQuery), responses(
    (status = 200, body = Count), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn count(
    State(api): State<Api>,
    caller: Caller,
    Query(query): Query<CountQuery>,
) -> Result<Json<Count>, Problem> {
    let filter = Filter {
        unit: query.unit,
        stage: query.stage.map(stage_name),
        most: Count::READ,
        ..widest(&api, &caller)?
    };
    let rows = api.app.list(&filter).await?;
    let sight = api.gate.sight(&caller);
    Ok(Json(Count::of(&rows, |kept| sight.may(kept.case.resource()))))
}

/// The widest that the caller's lists can be.
fn widest(api: &Api, caller: &Caller) -> Result<Filter, Problem> {
    let sight = match api.gate.scope(caller)? {
        Scope::All => None,
        Scope::Subtree(unit) => Some(unit),
        Scope::Nothing => return Err(Problem::forbidden()),
    };
    let not_about = match &caller.actor {
        Actor::Staff { code, .. } => Some(code.clone()),
        _ => None,
    };
    Ok(Filter {
        sight,
        not_about,
        ..Filter::default()
    })
}

/// Shows one case, without its words.
#[utoipa::path(get, path = "/cases/{id}", params(("id" = uuid::Uuid, Path)), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn read(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<(Version, Json<CaseView>), Problem> {
    let kept = api.app.case(id).await?;
    show(&api, &caller, kept).await
}

/// Shows the case of a complaint, without its words.
#[utoipa::path(get, path = "/complaints/{complaint}/case", params(("complaint" = uuid::Uuid, Path)), responses(
    (status = 200, body = CaseView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn read_of_complaint(
    State(api): State<Api>,
    caller: Caller,
    Path(complaint): Path<ComplaintId>,
) -> Result<(Version, Json<CaseView>), Problem> {
    let kept = api.app.case_of(complaint).await?;
    show(&api, &caller, kept).await
}

/// The root causes that a finding of the case may name: those of its policy pack, each before those that are kinds of it (R5.2).
#[utoipa::path(get, path = "/cases/{id}/causes", params(("id" = uuid::Uuid, Path)), responses(
    (status = 200, body = Vec<CauseView>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn causes(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<Json<Vec<CauseView>>, Problem> {
    let kept = api.app.case(id).await?;
    let (resource, reader) = api.app.sight(&caller, &kept).await?;
    api.gate.require(&reader, Action::Read, &resource)?;
    Ok(Json(api.app.causes(&kept.case)))
}

async fn show(api: &Api, caller: &Caller, kept: Kept) -> Result<(Version, Json<CaseView>), Problem> {
    let (resource, reader) = api.app.sight(caller, &kept).await?;
    api.gate.require(&reader, Action::Read, &resource)?;
    let file = api.app.file(&kept).await?;
    let view = api.with_others(caller, case_view(&kept, &file)).await?;
    Ok((Version(kept.version), Json(view)))
}
