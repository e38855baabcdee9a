//! `/desk/views`: lists under a name, one's own or shared with one's unit. The address is the filter, so a view is an address.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_web::{Path, Problem};
use uuid::Uuid;

use super::act::see_other;
use super::{problem, render};
use crate::Door;
use crate::app::{Save, SaveError, Views};
use crate::domain::draft::author;
use crate::domain::view::Refusal;
use crate::form::Typed;
use crate::store::View;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "views.html")]
struct Page<'a> {
    v: &'a Visit,
    own: String,
    refused: Option<&'a str>,
}

impl Page<'_> {
    fn act(&self, view: &View, what: &str) -> String {
        self.v.link(&format!("/desk/views/{}/{what}", view.id))
    }

    fn is_own(&self, view: &View) -> bool {
        view.author == self.own
    }
}

/// What a list shows beside it. Views are an aid: where they cannot be had, the list is there without them.
pub(super) async fn beside(door: &Door, visit: &mut Visit) {
    let Some(views) = &door.views else {
        return;
    };
    let own = author(&visit.caller.actor);
    match views.seen_by(&own, visit.caller.unit.as_ref()).await {
        Ok(views) => visit.views = Some(views),
        Err(error) => tracing::warn!(%error, "saved views cannot be read"),
    }
}

/// The page of all of them.
pub(crate) async fn list(State(door): State<Door>, visit: Visit) -> Response {
    match kept_by(&door, &visit) {
        Ok(_) => show(&door, visit, None).await,
        Err(refused) => problem::page(&visit, &refused),
    }
}

async fn show(door: &Door, mut visit: Visit, said: Option<(&'static str, StatusCode)>) -> Response {
    beside(door, &mut visit).await;
    page(&visit, said)
}

/// The page with what is said.
pub(crate) fn page(visit: &Visit, said: Option<(&'static str, StatusCode)>) -> Response {
    let (refused, status) = said.unzip();
    let page = Page {
        v: visit,
        own: author(&visit.caller.actor),
        refused: refused.map(|key| visit.say(key)),
    };
    render(visit, status.unwrap_or(StatusCode::OK), &page)
}

/// Saves the list that was looked at.
pub(crate) async fn save(State(door): State<Door>, visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed(typed);
    let views = match kept_by(&door, &visit) {
        Ok(views) => views,
        Err(refused) => return problem::page(&visit, &refused),
    };
    let own = author(&visit.caller.actor);
    let asked = Save {
        author: &own,
        name: typed.get("name"),
        address: typed.get("address"),
        shared: !typed.get("shared").is_empty(),
        unit: visit.caller.unit.as_ref(),
    };
    match views.save(&asked).await {
        Ok(address) => see_other(&visit.saved(&address)),
        Err(error) => refused(&door, visit, error).await,
    }
}

type Named = Result<Path<Uuid>, Problem>;

/// Gives a view another name.
pub(crate) async fn rename(
    State(door): State<Door>,
    visit: Visit,
    path: Named,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    let named = kept_by(&door, &visit).and_then(|views| Ok((views, path?.0)));
    let done = match named {
        Ok((views, id)) => views.rename(id, &author(&visit.caller.actor), typed.get("name")).await,
        Err(refused) => return problem::page(&visit, &refused),
    };
    answer(&door, visit, done).await
}

/// Removes a view.
pub(crate) async fn delete(State(door): State<Door>, visit: Visit, path: Named) -> Response {
    let named = kept_by(&door, &visit).and_then(|views| Ok((views, path?.0)));
    let done = match named {
        Ok((views, id)) => views.delete(id, &author(&visit.caller.actor)).await,
        Err(refused) => return problem::page(&visit, &refused),
    };
    answer(&door, visit, done).await
}

async fn answer(door: &Door, visit: Visit, done: Result<(), SaveError>) -> Response {
    match done {
        Ok(()) => see_other(&visit.link("/desk/views")),
        Err(error) => refused(door, visit, error).await,
    }
}

async fn refused(door: &Door, visit: Visit, error: SaveError) -> Response {
    let (key, status) = match error {
        SaveError::Failed(error) => return problem::page(&visit, &Problem::failed(&error)),
        SaveError::NotFound => return problem::page(&visit, &Problem::not_found()),
        SaveError::Taken => ("views.taken", StatusCode::CONFLICT),
        SaveError::Refused(refusal) => (word(refusal), StatusCode::UNPROCESSABLE_ENTITY),
    };
    show(door, visit, Some((key, status))).await
}

/// Whoever sees lists saves views of them.
fn kept_by<'a>(door: &'a Door, visit: &Visit) -> Result<&'a Views, Problem> {
    door.gate.scope(&visit.caller)?;
    door.views.as_ref().ok_or_else(Problem::not_found)
}

fn word(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoName => "views.no_name",
        Refusal::BadName => "views.bad_name",
        Refusal::NoList => "views.no_list",
        Refusal::NoUnit => "views.no_unit",
        Refusal::TooMany => "views.too_many",
    }
}
