//! `/desk/sign-in/provider` and `/desk/sign-in/provider/back`: to the organisation's provider, and back from it.

use askama::Template;
use axum::extract::{Form, Query, Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use axum::{Extension, Router};
use huiyin_web::Problem;

use super::act::see_other;
use super::sign_in::{self, Arrival, Entrance};
use super::{problem, render};
use crate::Door;
use crate::app::{Held, NotLetIn, ProviderError, Secret, Wanted};
use crate::cookies;
use crate::domain::provider::Fault;
use crate::entrance::Entered;
use crate::form::Typed;
use crate::visit::Visit;

type Here = Option<Extension<Entered>>;

/// Where a form leads on to another house: browsers let no form of ours lead elsewhere, so the page does.
#[derive(Template)]
#[template(path = "onward.html")]
struct Onward<'a> {
    v: &'a Visit,
    address: &'a str,
    title: &'static str,
}

/// To the provider, by a link.
pub(crate) async fn begin(State(door): State<Door>, visit: Visit, here: Here) -> Response {
    let to = visit.asked("to").unwrap_or_default().to_owned();
    let entrance = Entrance {
        to: &to,
        again: visit.asked("again").unwrap_or_default(),
        ..Entrance::default()
    };
    match led(&door, &visit, here, entrance).await {
        Ok((address, held)) => holding(see_other(&address), &held, &door),
        Err(refused) => *refused,
    }
}

/// To the provider, with what was typed.
pub(crate) async fn begin_with_form(
    State(door): State<Door>,
    visit: Visit,
    here: Here,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    let kept = sign_in::kept(&typed);
    let entrance = Entrance {
        to: typed.get("to"),
        kept: &kept,
        again: typed.get("again"),
        ..Entrance::default()
    };
    match led(&door, &visit, here, entrance).await {
        Ok((address, held)) => holding(onward(&visit, &address, "sign_in.going"), &held, &door),
        Err(refused) => *refused,
    }
}

/// Where the browser is led, and what it holds meanwhile.
async fn led(door: &Door, visit: &Visit, here: Here, entrance: Entrance<'_>) -> Result<(String, Held), Box<Response>> {
    let app = door.sign_in.as_ref();
    let Some((app, provider)) = app.and_then(|app| Some((app, app.provider()?))) else {
        return Err(Box::new(problem::page(visit, &Problem::not_found())));
    };
    let here = here
        .map(|Extension(entered)| entered.staff)
        .filter(|_| !entrance.again.is_empty());
    let wanted = Wanted {
        to: entrance.to,
        form: entrance.kept,
        again: here.as_ref(),
    };
    match app.begin_at(provider, wanted).await {
        Ok((address, held)) => Ok((address.into(), held)),
        Err(error) => Err(Box::new(refused(door, visit, entrance, &error))),
    }
}

fn holding(mut response: Response, held: &Held, door: &Door) -> Response {
    if let Ok(line) = HeaderValue::try_from(cookies::held(held, door.secure)) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// Back from the provider. `pages` shows the form that was kept.
pub(crate) async fn back(door: Door, pages: Router, request: Request) -> Response {
    // Nothing of the address stands in the page: it holds a code.
    let visit = Visit::of(&Uri::from_static("/desk/sign-in"), request.headers(), &door);
    let app = door.sign_in.clone();
    let Some((app, provider)) = app.as_ref().and_then(|app| Some((app, app.provider()?))) else {
        return problem::page(&visit, &Problem::not_found());
    };
    let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let query = query.map(|Query(pairs)| pairs).unwrap_or_default();
    let headers = request.headers().clone();
    let held = |state: &str| cookies::value(&headers, &format!("{}{state}", cookies::ATTEMPT)).map(str::to_owned);
    let before = cookies::value(&headers, cookies::SESSION).map(Secret::of);
    let mut response = match app.arrive(provider, &query, held, before.as_ref()).await {
        Ok(arrived) => {
            let arrival = Arrival {
                secret: &arrived.secret,
                to: &arrived.to,
                kept: &arrived.form,
            };
            sign_in::go_on(&door, app, pages, headers, arrival).await
        }
        Err(NotLetIn { error, to, form }) => {
            let entrance = Entrance {
                to: &to,
                kept: &form,
                ..Entrance::default()
            };
            refused(&door, &visit, entrance, &error)
        }
    };
    let state = query.iter().find(|(name, _)| name == "state").map(|(_, state)| state);
    let plain = |state: &&String| {
        state
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let gone = state
        .filter(plain)
        .map(|state| HeaderValue::try_from(cookies::let_go(state)));
    if let Some(Ok(gone)) = gone {
        response.headers_mut().append(SET_COOKIE, gone);
    }
    response
}

/// The page of sign-in, with the sentence: whoever has a password here can use it.
fn refused(door: &Door, visit: &Visit, entrance: Entrance<'_>, error: &ProviderError) -> Response {
    let fault = match error {
        ProviderError::Refused(fault) => *fault,
        ProviderError::Failed(error) => return problem::page(visit, &Problem::failed(error)),
    };
    tracing::warn!(fault = fault.code(), "a sign-in through the provider is refused");
    let said = visit.code("provider_fault", fault.code()).to_owned();
    sign_in::show(door, visit, entrance, Some(said), status(fault))
}

fn status(fault: Fault) -> StatusCode {
    match fault {
        Fault::Away
        | Fault::Busy
        | Fault::DirectoryAway
        | Fault::Keys
        | Fault::Metadata
        | Fault::MetadataAbility
        | Fault::MetadataAddress
        | Fault::MetadataIssuer => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::FORBIDDEN,
    }
}

/// A page that leads on to an address of the provider.
pub(super) fn onward(visit: &Visit, address: &str, title: &'static str) -> Response {
    let page = Onward {
        v: visit,
        address,
        title,
    };
    render(visit, StatusCode::OK, &page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::visit;

    #[test]
    fn every_reason_to_let_nobody_in_has_its_sentence_in_both_languages() {
        for language in ["zh", "en"] {
            let visit = visit(&format!("/desk/?lang={language}"));
            let mut said: Vec<&str> = Vec::new();
            for fault in Fault::ALL {
                let sentence = visit.code("provider_fault", fault.code());
                assert_ne!(sentence, fault.code(), "{language} has no sentence for it");
                assert!(!said.contains(&sentence), "{fault:?} says what another says");
                said.push(sentence);
            }
        }
    }
}
