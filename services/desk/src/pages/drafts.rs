//! `/desk/drafts`: registrations that somebody began. A script keeps what is typed every ten seconds; without one there is a button. Nobody
//! but the author sees them.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use huiyin_kernel::Timestamp;
use huiyin_web::{Path, Problem};
use uuid::Uuid;

use super::act::{Said, see_other};
use super::register::may;
use super::{problem, register, render};
use crate::Door;
use crate::app::{Drafts, KeepError};
use crate::commands::REGISTER;
use crate::domain::draft::{Refusal, author, ends};
use crate::form::Typed;
use crate::store::{Draft, Fields};
use crate::visit::Visit;

/// The script says that it keeps a draft by this header: it wants a sentence, no page.
const BY_SCRIPT: &str = "huiyin-draft";

#[derive(Template)]
#[template(path = "drafts.html")]
struct Page<'a> {
    v: &'a Visit,
    drafts: &'a [Draft],
}

impl Page<'_> {
    fn go_on(&self, draft: &Draft) -> String {
        self.v.link_with("/desk/register", &[("draft", &draft.id.to_string())])
    }

    fn discard(&self, draft: &Draft) -> String {
        self.v.link(&format!("/desk/drafts/{}/discard", draft.id))
    }

    fn ends(&self, draft: &Draft) -> Timestamp {
        ends(draft.kept)
    }

    /// A code that was typed, by its name; who complains and what they say is shown by the form alone.
    fn told<'a>(&'a self, draft: &'a Draft, field: &str, family: &str) -> &'a str {
        let found = draft.fields.iter().find(|(name, _)| name == field);
        match found {
            Some((_, code)) if !code.is_empty() => self.v.code(family, code),
            _ => self.v.say("word.none"),
        }
    }
}

/// The author's drafts.
pub(crate) async fn list(State(door): State<Door>, visit: Visit) -> Response {
    let drafts = match kept_by(&door, &visit) {
        Ok(drafts) => drafts,
        Err(refused) => return problem::page(&visit, &refused),
    };
    match drafts.all(&author(&visit.caller.actor)).await {
        Ok(drafts) => show(&visit, &drafts),
        Err(error) => problem::page(&visit, &Problem::failed(&error)),
    }
}

/// The page of these drafts.
pub(crate) fn show(visit: &Visit, drafts: &[Draft]) -> Response {
    render(visit, StatusCode::OK, &Page { v: visit, drafts })
}

/// Keeps what is typed.
pub(crate) async fn keep(
    State(door): State<Door>,
    visit: Visit,
    headers: HeaderMap,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    let by_script = headers.contains_key(BY_SCRIPT);
    if typed.comes_back() {
        return register::show(&visit, &typed, &Said::default(), &visit.names.offered(), StatusCode::OK);
    }
    let (sentence, status) = match kept(&door, &visit, &typed).await {
        Ok(at) if by_script => (visit.words.fill("drafts.said", &[&visit.time(&at)]), StatusCode::OK),
        Ok(_) => return see_other(&visit.link("/desk/drafts")),
        Err(Wrong::Problem(refused)) => return problem::page(&visit, &refused),
        Err(Wrong::Refused(refusal)) => (visit.say(word(refusal)).to_owned(), StatusCode::CONFLICT),
    };
    if by_script {
        return (status, sentence).into_response();
    }
    let said = Said {
        refused: Some(sentence),
        ..Said::default()
    };
    register::show(&visit, &typed, &said, &visit.names.offered(), status)
}

/// Ends a draft.
pub(crate) async fn discard(State(door): State<Door>, visit: Visit, path: Result<Path<Uuid>, Problem>) -> Response {
    let named = kept_by(&door, &visit).and_then(|drafts| Ok((drafts, path?.0)));
    let (drafts, draft) = match named {
        Ok(named) => named,
        Err(refused) => return problem::page(&visit, &refused),
    };
    match drafts.end(draft, &author(&visit.caller.actor)).await {
        Ok(()) => see_other(&visit.link("/desk/drafts")),
        Err(error) => problem::page(&visit, &Problem::failed(&error)),
    }
}

/// What a draft of the visitor's holds, as it was typed.
pub(super) async fn typed(door: &Door, visit: &Visit, draft: Uuid) -> Result<Typed, Problem> {
    let drafts = kept_by(door, visit)?;
    let found = drafts.one(draft, &author(&visit.caller.actor)).await;
    let found = found.map_err(|error| Problem::failed(&error))?;
    let mut fields = found.ok_or_else(Problem::not_found)?.fields;
    fields.push(("draft".to_owned(), draft.to_string()));
    Ok(Typed(fields))
}

/// What was registered is a draft no more. The complaint exists: where the draft cannot be ended it ends by itself.
pub(super) async fn registered(door: &Door, visit: &Visit, typed: &Typed) {
    let (Some(drafts), Some(draft)) = (&door.drafts, id(typed)) else {
        return;
    };
    if let Err(error) = drafts.end(draft, &author(&visit.caller.actor)).await {
        tracing::warn!(%error, "a draft that was registered is not ended");
    }
}

/// The name under which a form is kept, where it has one already.
pub(super) fn named(typed: &Typed) -> Option<String> {
    id(typed).map(|id| id.to_string())
}

fn id(typed: &Typed) -> Option<Uuid> {
    typed.get("draft").parse().ok()
}

enum Wrong {
    Problem(Problem),
    Refused(Refusal),
}

async fn kept(door: &Door, visit: &Visit, typed: &Typed) -> Result<Timestamp, Wrong> {
    let drafts = kept_by(door, visit).map_err(Wrong::Problem)?;
    let id = id(typed).ok_or_else(|| Wrong::Problem(Problem::not_found()))?;
    let kept = drafts.keep(id, &author(&visit.caller.actor), &fields(typed)).await;
    kept.map_err(|error| match error {
        KeepError::Refused(refusal) => Wrong::Refused(refusal),
        KeepError::Failed(error) => Wrong::Problem(Problem::failed(&error)),
    })
}

/// The fields of the form, and nothing else that was sent.
fn fields(typed: &Typed) -> Fields {
    let filled = typed.0.iter().filter(|(_, value)| !value.is_empty());
    let known = filled.filter(|(name, _)| REGISTER.fields.iter().any(|field| field.name == name));
    known.cloned().collect()
}

/// Whoever may register has drafts.
fn kept_by<'a>(door: &'a Door, visit: &Visit) -> Result<&'a Drafts, Problem> {
    may(door, visit)?;
    door.drafts.as_ref().ok_or_else(Problem::not_found)
}

fn word(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Over => "drafts.over",
        Refusal::TooMany => "drafts.too_many",
    }
}
