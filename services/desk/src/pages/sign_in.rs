//! `/desk/sign-in` and `/desk/sign-out`. A form that was typed while its session ended comes back filled after sign-in.

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{Form, FromRequest, Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use huiyin_kernel::Password;
use huiyin_web::Problem;
use tower::ServiceExt;

use super::act::see_other;
use super::{problem, provider, render};
use crate::Door;
use crate::address::address;
use crate::app::{App, Secret, SignInError, WhoError};
use crate::cookies;
use crate::domain::session::Way;
use crate::entrance::Entered;
use crate::form::Typed;
use crate::visit::Visit;

/// What a kept field's name begins with.
const KEPT: &str = "kept.";
/// The field of a form that came back: it is shown filled, and nothing is done.
pub(crate) const RESUME: &str = "resume";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page<'a> {
    v: &'a Visit,
    staff: &'a str,
    to: &'a str,
    kept: &'a [(String, String)],
    said: Option<String>,
    /// What the organisation's provider is called, where there is one.
    provider: Option<&'a str>,
    again: &'a str,
}

impl Page<'_> {
    /// Where the provider is led to, where nothing was typed that must come back.
    fn at_provider(&self) -> String {
        let asked = [("to", self.to), ("again", self.again)];
        self.v.link_with("/desk/sign-in/provider", &asked)
    }
}

/// The page of sign-in, as somebody comes to it.
#[derive(Clone, Copy, Default)]
pub(super) struct Entrance<'a> {
    pub(super) staff: &'a str,
    /// Where they go on.
    pub(super) to: &'a str,
    /// A form that they typed.
    pub(super) kept: &'a [(String, String)],
    /// Who is asked to sign in again, and nobody else.
    pub(super) again: &'a str,
}

/// Somebody who has just signed in.
#[derive(Clone, Copy)]
pub(super) struct Arrival<'a> {
    pub(super) secret: &'a Secret,
    /// Where they go on.
    pub(super) to: &'a str,
    /// A form that they typed.
    pub(super) kept: &'a [(String, String)],
}

/// The form.
pub(crate) async fn form(State(door): State<Door>, visit: Visit) -> Response {
    if door.sign_in.is_none() {
        return see_other(&visit.link("/desk/settings"));
    }
    let to = visit.asked("to").unwrap_or_default();
    let entrance = Entrance {
        to,
        ..Entrance::default()
    };
    show(&door, &visit, entrance, None, StatusCode::OK)
}

/// The form where somebody typed something else, which is kept.
pub(crate) fn in_between(door: &Door, visit: &Visit, to: &str, typed: &[(String, String)]) -> Response {
    let said = Some(visit.say("sign_in.ended").to_owned());
    let entrance = Entrance {
        to,
        kept: typed,
        ..Entrance::default()
    };
    show(door, visit, entrance, said, StatusCode::UNAUTHORIZED)
}

/// The form for who signed in too long ago for what they ask.
pub(crate) fn again(door: &Door, visit: &Visit, to: &str, typed: &[(String, String)], staff: &str) -> Response {
    let said = Some(visit.say("sign_in.stale").to_owned());
    let entrance = Entrance {
        staff,
        to,
        kept: typed,
        again: staff,
    };
    show(door, visit, entrance, said, StatusCode::FORBIDDEN)
}

/// Signs in. `pages` shows the form that was kept.
pub(crate) async fn sign_in(door: Door, pages: Router, request: Request) -> Response {
    let visit = Visit::of(request.uri(), request.headers(), &door);
    let Some(app) = door.sign_in.clone() else {
        return problem::page(&visit, &Problem::not_found());
    };
    let headers = request.headers().clone();
    let Ok(Form(typed)) = Form::<Vec<(String, String)>>::from_request(request, &()).await else {
        return problem::page(&visit, &Problem::too_large());
    };
    let typed = Typed(typed);
    let kept = kept(&typed);
    let (staff, to, again) = (typed.get("staff"), typed.get("to"), typed.get("again"));
    let entrance = Entrance {
        staff,
        to,
        kept: &kept,
        again,
    };
    if !again.is_empty() && again != staff.trim() {
        let said = visit.say("provider_fault.other_person").to_owned();
        return show(&door, &visit, entrance, Some(said), StatusCode::FORBIDDEN);
    }
    let password = Password::from(typed.raw("password"));
    let before = cookies::value(&headers, cookies::SESSION).map(Secret::of);
    match app
        .sign_in(staff, (&password, typed.get("code")), before.as_ref())
        .await
    {
        Ok((secret, _)) => {
            let (secret, kept) = (&secret, kept.as_slice());
            go_on(&door, &app, pages, headers, Arrival { secret, to, kept }).await
        }
        Err(error) => {
            let (said, status) = refused(&visit, &error);
            show(&door, &visit, entrance, Some(said), status)
        }
    }
}

/// Ends the session: its cookie is worth nothing from now on.
pub(crate) async fn sign_out(State(door): State<Door>, visit: Visit, headers: HeaderMap) -> Response {
    let mut response = match (&door.sign_in, cookies::value(&headers, cookies::SESSION)) {
        (Some(app), Some(secret)) => match app.sign_out(&Secret::of(secret)).await {
            Ok(Some(Way::Provider)) => leave(&visit, app).await,
            Ok(_) => see_other(&visit.link("/desk/sign-in")),
            Err(error) => return problem::page(&visit, &Problem::failed(&error)),
        },
        _ => see_other(&visit.link("/desk/sign-in")),
    };
    let gone = HeaderValue::from_static(cookies::SIGNED_OUT);
    response.headers_mut().append(SET_COOKIE, gone);
    response
}

/// Out of the provider as well, where it can be: the next one at this computer would come in as who went.
async fn leave(visit: &Visit, app: &App) -> Response {
    match app.end_at_provider().await {
        Some(address) => provider::onward(visit, &address, "sign_in.leaving"),
        None => see_other(&visit.link("/desk/sign-in")),
    }
}

pub(super) async fn go_on(door: &Door, app: &App, pages: Router, headers: HeaderMap, arrival: Arrival<'_>) -> Response {
    let Arrival { secret, to, kept } = arrival;
    let to = Some(to).filter(|to| ours(to)).unwrap_or("/desk/");
    let mut response = match app.who(&secret.hash()).await {
        Ok(who) if who.must_change => see_other("/desk/password"),
        Ok(who) if who.must_set_up => see_other("/desk/second-factor"),
        Ok(who) if comes_back(to, kept) => {
            let entered = Entered::of(who, secret.hash());
            resumed(pages, entered, headers, to, kept).await
        }
        Ok(_) if !kept.is_empty() => see_other(&shown_of(to)),
        // Who has several posts says first in which one they act.
        Ok(who) if !who.posts.is_empty() => see_other(&address("/desk/post", &[("to", to)])),
        Ok(_) => see_other(to),
        Err(WhoError::Failed(error)) => return Problem::failed(&error).into_response(),
        Err(_) => see_other("/desk/sign-in"),
    };
    if let Ok(line) = HeaderValue::try_from(cookies::session(secret, door.secure)) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// Only an address of the desk: whoever made the link cannot lead elsewhere.
pub(super) fn ours(to: &str) -> bool {
    to.starts_with("/desk/")
        && !to.contains("//")
        && !to.contains('\\')
        && to.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A form that has no page of its own is sent again from its complaint's.
fn shown_of(to: &str) -> String {
    let path = to.split('?').next().unwrap_or(to);
    let parts: Vec<&str> = path.split('/').take(4).collect();
    match parts.as_slice() {
        ["", "desk", "complaints", _] => parts.join("/"),
        ["", "desk", "break-glass", ..] => "/desk/break-glass".to_owned(),
        _ => "/desk/".to_owned(),
    }
}

/// Forms that show what was typed without doing it.
fn comes_back(to: &str, kept: &[(String, String)]) -> bool {
    let path = to.split('?').next().unwrap_or(to);
    !kept.is_empty()
        && (matches!(
            path,
            "/desk/register" | "/desk/register/known" | "/desk/drafts" | "/desk/bulk"
        ) || path.contains("/acts/")
            || path.ends_with("/look"))
}

/// The form, filled with what was kept.
async fn resumed(pages: Router, entered: Entered, headers: HeaderMap, to: &str, kept: &[(String, String)]) -> Response {
    let pairs = kept.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let pairs: Vec<_> = pairs.chain([(RESUME, "yes")]).collect();
    let body = address("", &pairs);
    let mut request = Request::new(Body::from(body.trim_start_matches('?').to_owned()));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = to.parse().unwrap_or_default();
    *request.headers_mut() = headers;
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(CONTENT_TYPE, kind);
    request.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    request.extensions_mut().insert(entered);
    match pages.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

pub(super) fn kept(typed: &Typed) -> Vec<(String, String)> {
    let pairs = typed.0.iter();
    let kept = pairs.filter_map(|(name, value)| Some((name.strip_prefix(KEPT)?.to_owned(), value.clone())));
    kept.collect()
}

fn refused(visit: &Visit, error: &SignInError) -> (String, StatusCode) {
    let say = |key: &'static str, status: StatusCode| (visit.say(key).to_owned(), status);
    match error {
        SignInError::Wrong => say("sign_in.wrong", StatusCode::UNAUTHORIZED),
        SignInError::Locked { seconds } => (
            visit.words.fill("sign_in.locked", &[&seconds.to_string()]),
            StatusCode::TOO_MANY_REQUESTS,
        ),
        SignInError::Gone => say("sign_in.gone", StatusCode::FORBIDDEN),
        SignInError::Away => say("sign_in.away", StatusCode::SERVICE_UNAVAILABLE),
        SignInError::Failed(error) => {
            tracing::error!(error = format!("{error:#}"), "a sign-in failed");
            say("sign_in.away", StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

pub(super) fn show(
    door: &Door,
    visit: &Visit,
    entrance: Entrance<'_>,
    said: Option<String>,
    status: StatusCode,
) -> Response {
    let provider = door.sign_in.as_ref().and_then(|app| app.provider());
    let page = Page {
        v: visit,
        staff: entrance.staff,
        to: entrance.to,
        kept: entrance.kept,
        again: entrance.again,
        said,
        provider: provider.map(|provider| match provider.config.name.as_str() {
            "" => visit.say("sign_in.organisation"),
            name => name,
        }),
    };
    render(visit, status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_page_of_its_own_is_begun_again_from_its_complaint() {
        assert_eq!(
            shown_of("/desk/complaints/O011-1/evidence/1/2?lang=en"),
            "/desk/complaints/O011-1"
        );
        assert_eq!(shown_of("/desk/admin/deliveries/1"), "/desk/");
    }

    #[test]
    fn after_sign_in_nobody_is_led_away_from_the_desk() {
        assert!(ours("/desk/complaints/O011-1?lang=en"));
        for elsewhere in [
            "",
            "https://evil.example/desk/",
            "//evil.example",
            "/desk//evil.example",
            "/desk/\\evil",
            "/desk/ x",
            "/intake/v1/complaints",
        ] {
            assert!(!ours(elsewhere), "{elsewhere}");
        }
    }
}
