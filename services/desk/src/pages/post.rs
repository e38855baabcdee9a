//! `/desk/post`: in which of their posts somebody acts, who has several.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::requests::PostNow;
use huiyin_kernel::UnitCode;
use huiyin_web::Problem;

use super::act::see_other;
use super::sign_in::ours;
use super::{problem, render};
use crate::Door;
use crate::app::PostError;
use crate::entrance::Entered;
use crate::form::Typed;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "post.html")]
struct Page<'a> {
    v: &'a Visit,
    /// Where they go on.
    to: &'a str,
    said: Option<&'a str>,
}

impl Page<'_> {
    fn duties(&self, post: &PostNow) -> String {
        let duties: Vec<&str> = post.duties.iter().map(|duty| self.v.code("duty", duty)).collect();
        duties.join(self.v.say("known.and"))
    }
}

/// The posts.
pub(crate) async fn show(visit: Visit) -> Response {
    if visit.posts.is_empty() {
        return problem::page(&visit, &Problem::not_found());
    }
    let to = visit.asked("to").unwrap_or_default();
    page(&visit, to, None, StatusCode::OK)
}

/// Acts in another one from now on.
pub(crate) async fn choose(
    State(door): State<Door>,
    visit: Visit,
    entered: Option<Extension<Entered>>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let (Some(app), Some(Extension(entered))) = (&door.sign_in, entered) else {
        return problem::page(&visit, &Problem::not_found());
    };
    let typed = Typed(typed);
    let to = typed.get("to");
    let done = match UnitCode::new(typed.get("unit")) {
        Ok(unit) => app.act_in(&entered, &unit).await,
        Err(_) => Err(PostError::NotYours),
    };
    let (key, status) = match done {
        Ok(()) if ours(to) => return see_other(to),
        Ok(()) => return see_other(&visit.link("/desk/")),
        Err(PostError::NotYours) => ("post.not_yours", StatusCode::UNPROCESSABLE_ENTITY),
        Err(PostError::Away) => ("sign_in.away", StatusCode::SERVICE_UNAVAILABLE),
        Err(PostError::Failed(error)) => return problem::page(&visit, &Problem::failed(&error)),
    };
    page(&visit, to, Some(visit.say(key)), status)
}

/// The page, with why a post was not taken.
pub(crate) fn page(visit: &Visit, to: &str, said: Option<&str>, status: StatusCode) -> Response {
    render(visit, status, &Page { v: visit, to, said })
}
