//! `/desk/password`: changing one's own password.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_kernel::Password;
use huiyin_web::Problem;

use super::act::see_other;
use super::{problem, render};
use crate::Door;
use crate::app::{PasswordError, Secret};
use crate::cookies;
use crate::domain::password::Weak;
use crate::entrance::Entered;
use crate::form::Typed;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "password.html")]
struct Page<'a> {
    v: &'a Visit,
    said: Option<String>,
}

/// The form.
pub(crate) async fn form(visit: Visit) -> Response {
    if !visit.signed_in {
        return problem::page(&visit, &Problem::not_found());
    }
    show(&visit, None, StatusCode::OK)
}

/// Changes it; all one's other sessions end.
pub(crate) async fn change(
    State(door): State<Door>,
    visit: Visit,
    entered: Option<Extension<Entered>>,
    headers: HeaderMap,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let shown = cookies::value(&headers, cookies::SESSION).map(Secret::of);
    let (Some(app), Some(Extension(entered)), Some(shown)) = (&door.sign_in, entered, shown) else {
        return problem::page(&visit, &Problem::not_found());
    };
    let typed = Typed(typed);
    let (old, new) = (Password::from(typed.raw("old")), Password::from(typed.raw("new")));
    if typed.raw("again") != new.reveal() {
        return refused(&visit, "password.different");
    }
    match app.change_password(&entered.staff, &old, &new, &shown).await {
        Ok(()) => see_other(&visit.link("/desk/")),
        Err(PasswordError::Wrong) => refused(&visit, "password.wrong"),
        Err(PasswordError::Locked { seconds }) => {
            let said = visit.words.fill("sign_in.locked", &[&seconds.to_string()]);
            show(&visit, Some(said), StatusCode::TOO_MANY_REQUESTS)
        }
        Err(PasswordError::Weak(weak)) => refused(&visit, key(weak)),
        Err(PasswordError::Failed(error)) => problem::page(&visit, &Problem::failed(error.as_ref())),
    }
}

fn key(weak: Weak) -> &'static str {
    match weak {
        Weak::Short => "password.short",
        Weak::Long => "password.long",
        Weak::HoldsCode => "password.holds_code",
        Weak::Monotonous => "password.monotonous",
        Weak::Same => "password.same",
    }
}

fn refused(visit: &Visit, key: &'static str) -> Response {
    show(visit, Some(visit.say(key).to_owned()), StatusCode::UNPROCESSABLE_ENTITY)
}

fn show(visit: &Visit, said: Option<String>, status: StatusCode) -> Response {
    render(visit, status, &Page { v: visit, said })
}
