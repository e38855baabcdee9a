//! `/desk/break-glass`: asking to see a complaint that the rules keep from one, deciding on what others ask, going in and leaving (R8.1).

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use huiyin_contracts::views::break_glass::{BreakGlassView, OpenedView};
use huiyin_kernel::{Actor, BreakGlassId};
use huiyin_web::{Path, Problem};
use serde::Deserialize;
use serde_json::json;

use super::act::see_other;
use super::{problem, render};
use crate::Door;
use crate::commands::{BREAK_GLASS, Command};
use crate::entrance::Entered;
use crate::services::{Answer, Done, Of};
use crate::store::Opening;
use crate::visit::Visit;

/// What was just done.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "break_glass.html")]
struct Page<'a> {
    v: &'a Visit,
    requests: Answer<Vec<BreakGlassView>>,
    /// The command that was just given.
    done: Option<&'static Command>,
    /// Why nobody went in.
    refused: Option<String>,
}

impl Page<'_> {
    fn act(&self, key: &str, id: &impl std::fmt::Display) -> String {
        self.v.link(&format!("/desk/break-glass/acts/{key}/{id}"))
    }

    /// A new request has no id yet: the form's own key stands for it.
    fn begin(&self) -> String {
        self.act("ask_break_glass", &self.v.key)
    }

    fn enter(&self, one: &BreakGlassView) -> String {
        self.v.link(&format!("/desk/break-glass/{}/enter", one.id))
    }

    /// Whether it is the reader's own.
    fn is_own(&self, one: &BreakGlassView) -> bool {
        matches!((&one.asked_by, self.v.visitor_code()), (Actor::Staff { code, .. }, Some(own)) if code.as_str() == own)
    }
}

/// The pages of break-glass.
pub(super) fn routes() -> Router<Door> {
    Router::new()
        .route("/desk/break-glass", get(show))
        .route("/desk/break-glass/leave", post(leave))
        .route("/desk/break-glass/{request}/enter", post(enter))
}

/// The requests: one's own, and those that one may decide.
async fn show(State(door): State<Door>, visit: Visit, part: Result<Query<Part>, QueryRejection>) -> Response {
    let part = part.map(|Query(part)| part).unwrap_or_default();
    let done = part.done.as_deref().and_then(|key| BREAK_GLASS.named(key));
    page(&door, &visit, done, None, StatusCode::OK).await
}

async fn page(
    door: &Door,
    visit: &Visit,
    done: Option<&'static Command>,
    refused: Option<String>,
    status: StatusCode,
) -> Response {
    let requests = door
        .services
        .get(Of::Audit, "/audit/v1/break-glass", &[("", ""); 0], &visit.passed)
        .await;
    shown(visit, requests, done, refused, status)
}

/// The page with these requests.
pub(crate) fn shown(
    visit: &Visit,
    requests: Answer<Vec<BreakGlassView>>,
    done: Option<&'static Command>,
    refused: Option<String>,
    status: StatusCode,
) -> Response {
    let page = Page {
        v: visit,
        requests,
        done,
        refused,
    };
    render(visit, status, &page)
}

/// Goes in: from now on the session shows the complaint, until it closes.
async fn enter(
    State(door): State<Door>,
    visit: Visit,
    entered: Option<Extension<Entered>>,
    path: Result<Path<BreakGlassId>, Problem>,
) -> Response {
    let Ok(Path(request)) = path else {
        return problem::page(&visit, &Problem::not_found());
    };
    let (Some(app), Some(Extension(entered))) = (&door.sign_in, entered) else {
        // Without sign-in there is no session to open anything to.
        return problem::page(&visit, &Problem::not_found());
    };
    let address = format!("/audit/v1/break-glass/{request}/enter");
    let done: Done<OpenedView> = door
        .services
        .post(Of::Audit, &address, &json!({}), &visit.key, &visit.passed)
        .await;
    let opened = match done {
        Done::Yes(opened) => opened,
        Done::Refused(refused) => {
            let sentence = crate::refusal::sentence(&visit, &refused);
            let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::CONFLICT);
            return page(&door, &visit, None, Some(sentence), status).await;
        }
        Done::Away => return problem::page(&visit, &Problem::unavailable(1)),
    };
    let opening = Opening {
        request,
        complaint: opened.complaint,
        until: opened.until,
    };
    match app.open(&entered.session, &opening).await {
        Ok(()) => see_other(&visit.link(&format!("/desk/complaints/{}", opened.complaint))),
        Err(error) => problem::page(&visit, &Problem::failed(&error)),
    }
}

/// Leaves: the session shows again what its owner may see.
async fn leave(State(door): State<Door>, visit: Visit, entered: Option<Extension<Entered>>) -> Response {
    if let (Some(app), Some(Extension(entered))) = (&door.sign_in, entered)
        && let Err(error) = app.leave(&entered.session).await
    {
        return problem::page(&visit, &Problem::failed(&error));
    }
    see_other(&visit.link("/desk/break-glass"))
}
