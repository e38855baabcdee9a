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
    said: Option<&'static str>,
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
        return show(&visit, Some("password.different"), StatusCode::UNPROCESSABLE_ENTITY);
    }
    match app.change_password(&entered.staff, &old, &new, &shown).await {
        Ok(()) => see_other(&visit.link("/desk/")),
        Err(PasswordError::Wrong) => show(&visit, Some("password.wrong"), StatusCode::UNPROCESSABLE_ENTITY),
        Err(PasswordError::Weak(weak)) => show(&visit, Some(key(weak)), StatusCode::UNPROCESSABLE_ENTITY),
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

fn show(visit: &Visit, said: Option<&'static str>, status: StatusCode) -> Response {
    render(visit, status, &Page { v: visit, said })
}
