//! The entrance: who is signed in, and what becomes of a request of who is not. A form that was typed while its session ended is kept,
//! and comes back filled after sign-in.

use axum::extract::{Form, FromRequest, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use huiyin_access::Caller;
use huiyin_contracts::requests::PostNow;
use huiyin_kernel::StaffCode;
use huiyin_web::Problem;

use crate::Door;
use crate::app::{Secret, Who, WhoError};
use crate::cookies;
use crate::domain::session::{Use, Way};
use crate::fresh::{Asks, Kept};
use crate::pages::act::see_other;
use crate::pages::{live, problem, sign_in};
use crate::visit::Visit;

/// Where nobody needs to sign in: the complainant's pages, sign-in itself, what pages are drawn with.
const OPEN: [&str; 3] = ["/desk/track", "/desk/assets/", "/desk/sign-in"];
/// Where somebody can go before their first password is changed.
const PASSWORD: [&str; 2] = ["/desk/password", "/desk/sign-out"];
/// Where somebody can go before they have set up the second factor that their duties ask for.
const SECOND: [&str; 2] = ["/desk/second-factor", "/desk/sign-out"];

/// The stream of pages that move.
const LIVE: &str = "/desk/live";

/// Who came in.
#[derive(Clone, Debug)]
pub(crate) struct Entered {
    pub(crate) staff: StaffCode,
    pub(crate) caller: Caller,
    /// How they came in.
    pub(crate) way: Way,
    /// Whether their duties ask for a second factor that they have not set up.
    pub(crate) must_set_up: bool,
    /// The hash of the session.
    pub(crate) session: String,
    /// All their posts, where they have several.
    pub(crate) posts: Vec<PostNow>,
    /// Whether what they ask for needs a fresh sign-in.
    pub(crate) asks: Asks,
}

impl Entered {
    /// Who shows a session of this hash.
    pub(crate) fn of(who: Who, session: String) -> Self {
        Self {
            staff: who.staff,
            caller: who.caller,
            way: who.way,
            must_set_up: who.must_set_up,
            session,
            posts: who.posts,
            asks: Asks::default(),
        }
    }
}

/// Lets in who is signed in, and everyone where nobody needs to be.
pub(crate) async fn guard(State(door): State<Door>, request: Request, next: Next) -> Response {
    let Some(app) = &door.sign_in else {
        return next.run(request).await;
    };
    let path = request.uri().path().to_owned();
    let open = OPEN.iter().any(|open| path.starts_with(open));
    let shown = cookies::value(request.headers(), cookies::SESSION).map(Secret::of);
    let who = match &shown {
        Some(secret) if moves_by_itself(&request) => app.glance(&secret.hash()).await,
        Some(secret) => app.who(&secret.hash()).await,
        None => Err(WhoError::Over),
    };
    // A program's token is no session: one for reading alone could give commands through the forms.
    let who = who.and_then(|who| match who.of {
        Use::Session => Ok(who),
        Use::Token => Err(WhoError::Over),
    });
    match who {
        Ok(who) if who.must_change && !open && !PASSWORD.contains(&path.as_str()) => see_other("/desk/password"),
        Ok(who) if !who.must_change && who.must_set_up && !open && !SECOND.contains(&path.as_str()) => {
            see_other("/desk/second-factor")
        }
        Ok(who) => {
            let session = shown.map(|secret| secret.hash()).unwrap_or_default();
            let entered = Entered::of(who, session);
            within(&door, request, next, entered).await
        }
        Err(_) if open => next.run(request).await,
        Err(WhoError::Over) => to_sign_in(&door, request).await,
        Err(WhoError::Away) => refused(&door, &request, &Problem::unavailable(1)),
        Err(WhoError::Failed(error)) => refused(&door, &request, &Problem::failed(&error)),
    }
}

/// The page, or the question who it is where it needs a fresh sign-in.
async fn within(door: &Door, mut request: Request, next: Next, entered: Entered) -> Response {
    if !entered.caller.stale {
        request.extensions_mut().insert(entered);
        return next.run(request).await;
    }
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let (kept, mut request) = match Kept::of(request).await {
        Ok(both) => both,
        Err(refused) => return problem::page(&Visit::of(&uri, &headers, door), &refused),
    };
    let (asks, staff) = (entered.asks.clone(), entered.staff.clone());
    request.extensions_mut().insert(entered);
    let page = next.run(request).await;
    if asks.are_noted() {
        return kept.again(door, staff.as_str()).await;
    }
    page
}

/// A page that moves by itself is no use of its session: otherwise one that lies open would never end.
fn moves_by_itself(request: &Request) -> bool {
    request.uri().path() == LIVE || request.headers().contains_key("huiyin-live")
}

fn refused(door: &Door, request: &Request, problem: &Problem) -> Response {
    problem::page(&Visit::of(request.uri(), request.headers(), door), problem)
}

/// A page that was asked for comes after sign-in; a form that was sent comes back with what was typed.
async fn to_sign_in(door: &Door, request: Request) -> Response {
    let wanted = request
        .uri()
        .path_and_query()
        .map_or("/desk/", |wanted| wanted.as_str());
    let wanted = wanted.to_owned();
    if request.uri().path() == LIVE {
        return live::over();
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return see_other(&crate::address::address("/desk/sign-in", &[("to", &wanted)]));
    }
    let visit = Visit::of(request.uri(), request.headers(), door);
    match Form::<Vec<(String, String)>>::from_request(request, &()).await {
        Ok(Form(typed)) => sign_in::in_between(door, &visit, &wanted, &typed),
        Err(_) => problem::page(&visit, &Problem::too_large()),
    }
}
