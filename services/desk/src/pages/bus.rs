//! `/desk/admin/bus`: how far each service's events have come, who listens to them and how far behind, and what cannot be applied: each of
//! those holds up what it is about until it is tried again or dropped (P7).

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use futures::future::join_all;
use huiyin_contracts::events::dropped::GROUNDS;
use huiyin_contracts::views::feed::{ConsumerView, FeedView, ParkedView};
use huiyin_kernel::EventId;
use huiyin_web::{Path, Problem};
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::act::{Said, see_other};
use super::{problem, render};
use crate::Door;
use crate::form::Typed;
use crate::refusal;
use crate::services::{Answer, Done, Of};
use crate::visit::Visit;

const ADDRESS: &str = "/desk/admin/bus";

/// What one service says of its events.
pub(crate) struct Line {
    pub(crate) of: Of,
    pub(crate) feed: Answer<FeedView>,
    pub(crate) parked: Answer<Vec<ParkedView>>,
}

#[derive(Template)]
#[template(path = "bus.html")]
struct Page<'a> {
    v: &'a Visit,
    lines: &'a [Line],
    said: &'a Said,
    /// What was just done.
    done: Option<&'static str>,
}

impl Page<'_> {
    fn retry(&self, line: &Line, parked: &ParkedView) -> String {
        self.v
            .link(&format!("{ADDRESS}/{}/{}/retry", line.of.name(), parked.event))
    }

    fn drop(&self, line: &Line, parked: &ParkedView) -> String {
        self.v
            .link(&format!("{ADDRESS}/{}/{}/drop", line.of.name(), parked.event))
    }

    /// A form's key: of its event, so that two of one page are two acts; and of what is asked.
    fn key(&self, parked: &ParkedView, what: &str) -> String {
        let event = parked.event.to_string();
        let tail = event.get(event.len().saturating_sub(12)..).unwrap_or_default();
        format!("{}-{what}-{tail}", self.v.key)
    }

    /// Why an event may be dropped.
    fn grounds(&self) -> [&'static str; 4] {
        GROUNDS
    }

    /// What a listener has not heard yet.
    fn behind(&self, feed: &FeedView, consumer: &ConsumerView) -> i64 {
        (feed.last - consumer.through).max(0)
    }

    fn complaint(&self, parked: &ParkedView) -> String {
        self.v.link(&format!("/desk/complaints/{}", parked.about))
    }

    fn kind<'a>(&'a self, parked: &'a ParkedView) -> &'a str {
        match &parked.kind {
            Some(kind) => self.v.event(kind),
            None => self.v.say("bus.unreadable"),
        }
    }
}

/// The page.
pub(crate) async fn show(State(door): State<Door>, visit: Visit) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    gather(&door, &visit, &Said::default(), StatusCode::OK).await
}

type At = Result<Path<(String, EventId)>, Problem>;

/// Has an event tried again.
pub(crate) async fn retry(
    State(door): State<Door>,
    visit: Visit,
    path: At,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    tend(&door, &visit, path, ("retry", json!({})), Typed(typed)).await
}

/// Drops an event.
pub(crate) async fn discard(
    State(door): State<Door>,
    visit: Visit,
    path: At,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    let body = json!({ "ground": typed.get("ground"), "reference": typed.get("reference") });
    tend(&door, &visit, path, ("drop", body), typed).await
}

async fn tend(door: &Door, visit: &Visit, path: At, (act, body): (&str, Value), typed: Typed) -> Response {
    let named = path.and_then(|Path((service, event))| {
        door.gate.scope(&visit.caller)?;
        let of = Of::ALL.into_iter().find(|of| of.name() == service);
        Ok((of.ok_or_else(Problem::not_found)?, event))
    });
    let (of, event) = match named {
        Ok(named) => named,
        Err(refused) => return problem::page(visit, &refused),
    };
    if typed.comes_back() {
        return gather(door, visit, &Said::default(), StatusCode::OK).await;
    }
    let asked = format!("/{}/v1/parked/{event}/{act}", of.name());
    let key = typed.key().unwrap_or(&visit.key);
    let (said, status) = match door.services.post(of, &asked, &body, key, &visit.passed).await {
        Done::Yes(IgnoredAny) => return see_other(&visit.link_with(ADDRESS, &[("done", act)])),
        Done::Refused(refused) => {
            let said = Said {
                refused: Some(refusal::sentence(visit, &refused)),
                ..Said::default()
            };
            (
                said,
                StatusCode::from_u16(refused.status).unwrap_or(StatusCode::CONFLICT),
            )
        }
        Done::Away => {
            let said = Said {
                away: true,
                ..Said::default()
            };
            (said, StatusCode::SERVICE_UNAVAILABLE)
        }
    };
    gather(door, visit, &said, status).await
}

async fn gather(door: &Door, visit: &Visit, said: &Said, status: StatusCode) -> Response {
    let services = &door.services;
    let line = async |of: Of| {
        let (feed, parked) = (format!("/{}/v1/feed", of.name()), format!("/{}/v1/parked", of.name()));
        let (feed, parked) = futures::join!(
            services.get(of, &feed, &(), &visit.passed),
            services.get(of, &parked, &(), &visit.passed)
        );
        Line { of, feed, parked }
    };
    let lines = join_all(Of::ALL.map(line)).await;
    page(visit, &lines, said, status)
}

/// The page of these services.
pub(crate) fn page(visit: &Visit, lines: &[Line], said: &Said, status: StatusCode) -> Response {
    let done = match visit.asked("done") {
        Some("drop") => Some("bus.dropped"),
        Some(_) => Some("bus.tried"),
        None => None,
    };
    let page = Page {
        v: visit,
        lines,
        said,
        done,
    };
    render(visit, status, &page)
}
