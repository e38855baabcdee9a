//! Cases that wait for the caller's decision: an approval, a review, a sanction, an appeal (R5.3, R5.4, R5.10, R6.3).

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::Count;
use huiyin_contracts::views::investigation::CaseLine;
use huiyin_kernel::Actor;
use huiyin_web::{Caller, Json, Limit, Page, Problem, Query, cursor};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Api;
use crate::app::{Filter, Kept, case_line};

/// Which part of the list.
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

/// Lists the cases that wait for a decision of the caller: by a duty, or as somebody above. Those opened first come first.
#[utoipa::path(get, path = "/cases/waiting", params(Part), responses(
    (status = 200, body = Page<CaseLine>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Query(part): Query<Part>,
) -> Result<Json<Page<CaseLine>>, Problem> {
    let filter = Filter {
        after: part.after.as_deref().map(cursor::decode).transpose()?,
        most: part.limit.and_one(),
        ..api.waiting(&caller).await?
    };
    let page = Page::cut(api.app.list(&filter).await?, part.limit, |kept| {
        kept.place(filter.order)
    })?;
    let items = api.theirs(&caller, page.items).await?;
    let next = page.next;
    Ok(Json(Page { items, next }.map(|kept| case_line(&kept))))
}

/// How many cases that is, counted to 100.
#[utoipa::path(get, path = "/cases/waiting/count", responses(
    (status = 200, body = Count), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn count(State(api): State<Api>, caller: Caller) -> Result<Json<Count>, Problem> {
    let filter = Filter {
        most: Count::READ,
        ..api.waiting(&caller).await?
    };
    let rows = api.theirs(&caller, api.app.list(&filter).await?).await?;
    Ok(Json(Count::of(&rows, |_| true)))
}

impl Api {
    async fn waiting(&self, caller: &Caller) -> Result<Filter, Problem> {
        self.gate.scope(caller)?;
        let not_about = match &caller.actor {
            Actor::Staff { code, .. } => Some(code.clone()),
            _ => None,
        };
        Ok(Filter {
            not_about,
            waits: Some(self.app.waits_of(caller).await?),
            ..Filter::default()
        })
    }

    /// Those that the caller may see and did not bring forward themself: what they wrote waits for somebody else (P16).
    async fn theirs(&self, caller: &Caller, rows: Vec<Kept>) -> Result<Vec<Kept>, Problem> {
        let mut theirs = Vec::with_capacity(rows.len());
        for kept in rows {
            let (resource, reader) = self.app.sight(caller, &kept).await?;
            let own = kept.case.stage.work().is_some_and(|work| work.handler == caller.actor);
            if !own && self.gate.may(&reader, Action::Read, &resource) {
                theirs.push(kept);
            }
        }
        Ok(theirs)
    }
}
