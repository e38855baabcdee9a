//! `/desk/live`: a stream of server-sent events that moves the page: the server's clock, and that something happened.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures::{FutureExt, StreamExt};
use huiyin_web::Problem;

use super::problem;
use crate::Door;
use crate::entrance::Entered;
use crate::live::{Goes, Word};
use crate::visit::Visit;

/// After so long a browser that lost its stream asks for another.
const RETRY: Duration = Duration::from_secs(5);

/// The stream of whoever may see a list.
pub(crate) async fn stream(State(door): State<Door>, visit: Visit, entered: Option<Extension<Entered>>) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let Some(seat) = door.live.seat(visit.visitor_code().unwrap_or_default()) else {
        return problem::page(&visit, &Problem::unavailable(30));
    };
    let goes = goes(&door, entered.map(|Extension(entered)| entered));
    let words = seat
        .words(goes)
        .map(move |word| Ok::<_, Infallible>(event(word, &door, &visit)));
    Sse::new(words).into_response()
}

/// What a page hears whose session is over: it asks no more.
pub(crate) fn over() -> Response {
    let word = Ok::<_, Infallible>(Event::default().event("over").data("1"));
    Sse::new(futures::stream::iter([word])).into_response()
}

/// A session that ended ends its streams. A look at it is no use of it.
fn goes(door: &Door, entered: Option<Entered>) -> Goes {
    let session = door.sign_in.clone().zip(entered);
    Arc::new(move || match session.clone() {
        Some((app, entered)) => async move { app.goes_on(&entered.session).await }.boxed(),
        None => async { true }.boxed(),
    })
}

fn event(word: Word, door: &Door, visit: &Visit) -> Event {
    let event = Event::default().retry(RETRY);
    match word {
        Word::Clock => {
            let now = door.gate.clock().now();
            event.event("clock").data(format!("{now} {}", visit.time(&now)))
        }
        Word::Changed => event.event("changed").data("1"),
        Word::Over => event.event("over").data("1"),
    }
}
