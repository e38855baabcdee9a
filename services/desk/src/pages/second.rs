//! `/desk/second-factor`: setting up codes of an authenticator for one's own account.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_web::Problem;

use super::register::qr;
use super::{problem, render};
use crate::Door;
use crate::app::{SecondError, Secret, Standing};
use crate::cookies;
use crate::domain::second::{Seed, address, readable};
use crate::domain::session::Way;
use crate::entrance::Entered;
use crate::form::Typed;
use crate::visit::Visit;

/// What the page shows.
enum Shown {
    /// That there is none.
    Without,
    /// What the authenticator is to share with us: its picture, and its letters.
    Seed(Option<(usize, String)>, String),
    /// The recovery codes, once.
    Codes(Vec<String>),
    /// That there is one; so many recovery codes are left.
    With(u64),
}

#[derive(Template)]
#[template(path = "second.html")]
struct Page<'a> {
    v: &'a Visit,
    shown: Shown,
    said: Option<String>,
    /// Whether one's duties ask for it.
    must: bool,
}

/// How one stands.
pub(crate) async fn show(State(door): State<Door>, visit: Visit, entered: Option<Extension<Entered>>) -> Response {
    let (Some(app), Some(Extension(entered))) = (&door.sign_in, entered.filter(by_password)) else {
        return problem::page(&visit, &Problem::not_found());
    };
    match app.standing(&entered.staff).await {
        Ok(standing) => page(&visit, &entered, of(&entered, standing), None, StatusCode::OK),
        Err(error) => problem::page(&visit, &Problem::failed(&error)),
    }
}

/// Begins, or confirms by a code.
pub(crate) async fn set_up(
    State(door): State<Door>,
    visit: Visit,
    entered: Option<Extension<Entered>>,
    headers: HeaderMap,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let shown = cookies::value(&headers, cookies::SESSION).map(Secret::of);
    let (Some(app), Some(Extension(entered)), Some(kept)) = (&door.sign_in, entered.filter(by_password), shown) else {
        return problem::page(&visit, &Problem::not_found());
    };
    let typed = Typed(typed);
    let code = typed.get("code");
    let done = match code {
        "" => app
            .begin_second(&entered.staff)
            .await
            .map(|seed| seeded(&entered, &seed)),
        code => app.confirm_second(&entered.staff, code, &kept).await.map(Shown::Codes),
    };
    let error = match done {
        Ok(shown) => return page(&visit, &entered, shown, None, StatusCode::OK),
        Err(SecondError::Failed(error)) => return problem::page(&visit, &Problem::failed(&error)),
        Err(error) => error,
    };
    let (said, status) = refused(&visit, &error);
    match app.standing(&entered.staff).await {
        Ok(standing) => page(&visit, &entered, of(&entered, standing), Some(said), status),
        Err(error) => problem::page(&visit, &Problem::failed(&error)),
    }
}

/// Who came through the provider has the provider's second factor, or none.
fn by_password(entered: &Extension<Entered>) -> bool {
    entered.way == Way::Password
}

fn of(entered: &Entered, standing: Standing) -> Shown {
    match standing {
        Standing::Without => Shown::Without,
        Standing::Begun(seed) => seeded(entered, &seed),
        Standing::With(left) => Shown::With(left),
    }
}

fn seeded(entered: &Entered, seed: &Seed) -> Shown {
    Shown::Seed(qr(&address(&entered.staff, seed)), readable(seed))
}

fn refused(visit: &Visit, error: &SecondError) -> (String, StatusCode) {
    match error {
        SecondError::Locked { seconds } => (
            visit.words.fill("sign_in.locked", &[&seconds.to_string()]),
            StatusCode::TOO_MANY_REQUESTS,
        ),
        SecondError::Exists => (visit.say("second.exists").to_owned(), StatusCode::CONFLICT),
        SecondError::NotBegun => (visit.say("second.not_begun").to_owned(), StatusCode::CONFLICT),
        SecondError::Wrong | SecondError::Failed(_) => {
            (visit.say("second.wrong").to_owned(), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn page(visit: &Visit, entered: &Entered, shown: Shown, said: Option<String>, status: StatusCode) -> Response {
    let page = Page {
        v: visit,
        must: entered.must_set_up && !matches!(shown, Shown::Codes(_)),
        shown,
        said,
    };
    render(visit, status, &page)
}
