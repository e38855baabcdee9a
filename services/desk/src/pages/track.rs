//! `/desk/track`: the complainant's own page, by number and receipt code (R3.3, R5.6). No account, no captcha; the code comes by POST
//! and stands in no address. Needs no identity: whoever holds number and code is the complainant.

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::intake::{AddByReceipt, Progress, Receipt, Step};
use serde::de::IgnoredAny;

use super::render;
use crate::Door;
use crate::form::Typed;
use crate::language::Language;
use crate::refusal;
use crate::services::{Done, Of};
use crate::visit::Visit;

/// What the page says above the form.
#[derive(Default)]
pub(crate) struct Said {
    /// A refusal's sentence.
    pub(crate) refused: Option<String>,
    /// The register cannot be reached.
    pub(crate) away: bool,
    /// The key of what was done.
    pub(crate) done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "track.html")]
struct Page<'a> {
    v: &'a Visit,
    typed: &'a Typed,
    said: &'a Said,
    key: &'a str,
    progress: Option<Progress>,
}

impl Page<'_> {
    fn step<'a>(&self, step: &'a Step) -> &'a str {
        match self.v.words.language {
            Language::Zh => &step.zh,
            Language::En => &step.en,
        }
    }
}

/// The form for number and code; the number may come with the address, as in the receipt's QR code.
pub(crate) async fn form(visit: Visit, Query(query): Query<Vec<(String, String)>>) -> Response {
    let number = query.into_iter().filter(|(key, _)| key == "number").collect();
    show(&visit, &Typed(number), &Said::default(), None, StatusCode::OK)
}

/// How far the complaint has come.
pub(crate) async fn open(State(door): State<Door>, visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    progress(&door, &visit, &Typed(typed), Said::default()).await
}

/// Adds words to the file (R3.11).
pub(crate) async fn add(State(door): State<Door>, visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed(typed);
    let told = AddByReceipt {
        number: typed.get("number").to_owned(),
        receipt_code: typed.get("receipt_code").to_owned(),
        words: typed.get("words").to_owned(),
        new_facts: !typed.get("new_facts").is_empty(),
    };
    if told.words.trim().is_empty() {
        let said = Said {
            refused: Some(visit.say("track.no_words").to_owned()),
            ..Said::default()
        };
        return progress(&door, &visit, &typed, said).await;
    }
    let key = typed.key().unwrap_or(&visit.key);
    let sent = door
        .services
        .post(Of::Intake, "/intake/v1/progress/information", &told, key, &visit.passed)
        .await;
    after(&door, &visit, typed, sent, "track.added").await
}

/// Withdraws the complaint (R3.12).
pub(crate) async fn withdraw(
    State(door): State<Door>,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    if typed.get("sure").is_empty() {
        let said = Said {
            refused: Some(visit.say("track.not_sure").to_owned()),
            ..Said::default()
        };
        return progress(&door, &visit, &typed, said).await;
    }
    let receipt = receipt(&typed);
    let key = typed.key().unwrap_or(&visit.key);
    let sent = door
        .services
        .post(Of::Intake, "/intake/v1/progress/withdraw", &receipt, key, &visit.passed)
        .await;
    after(&door, &visit, typed, sent, "track.withdrawn").await
}

fn receipt(typed: &Typed) -> Receipt {
    Receipt {
        number: typed.get("number").to_owned(),
        receipt_code: typed.get("receipt_code").to_owned(),
    }
}

/// The form for number and code with what was typed.
pub(super) fn begin(visit: &Visit, typed: &Typed) -> Response {
    show(visit, typed, &Said::default(), None, StatusCode::OK)
}

/// No file was chosen.
pub(super) async fn no_file(door: &Door, visit: &Visit, typed: &Typed) -> Response {
    let said = Said {
        refused: Some(visit.say("track.no_file").to_owned()),
        ..Said::default()
    };
    progress(door, visit, typed, said).await
}

/// The page after something was sent: what became of it, and how far the complaint has come.
pub(super) async fn after(
    door: &Door,
    visit: &Visit,
    mut typed: Typed,
    sent: Done<IgnoredAny>,
    done: &'static str,
) -> Response {
    let said = match sent {
        Done::Yes(_) => {
            typed.0.retain(|(name, _)| name != "words" && name != "new_facts");
            Said {
                done: Some(done),
                ..Said::default()
            }
        }
        Done::Refused(refused) => Said {
            refused: Some(refusal::sentence(visit, &refused)),
            ..Said::default()
        },
        Done::Away => Said {
            away: true,
            ..Said::default()
        },
    };
    progress(door, visit, &typed, said).await
}

async fn progress(door: &Door, visit: &Visit, typed: &Typed, said: Said) -> Response {
    let receipt = receipt(typed);
    let shown = door
        .services
        .post(Of::Intake, "/intake/v1/progress", &receipt, &visit.key, &visit.passed)
        .await;
    match shown {
        Done::Yes(progress) => {
            let status = if said.refused.is_some() {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::OK
            };
            let status = if said.away {
                StatusCode::SERVICE_UNAVAILABLE
            } else {
                status
            };
            show(visit, typed, &said, Some(progress), status)
        }
        Done::Refused(refused) => {
            let sentence = match refused.status {
                404 => visit.say("track.nothing").to_owned(),
                _ => refusal::sentence(visit, &refused),
            };
            let said = Said {
                refused: Some(sentence),
                ..said
            };
            let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::NOT_FOUND);
            show(visit, typed, &said, None, status)
        }
        Done::Away => {
            let said = Said { away: true, ..said };
            show(visit, typed, &said, None, StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// The page with what was typed, what is said about it, and how far the complaint has come.
pub(crate) fn show(
    visit: &Visit,
    typed: &Typed,
    said: &Said,
    progress: Option<Progress>,
    status: StatusCode,
) -> Response {
    // Where nobody knows whether it was done, the same key goes again, so that it is not done twice.
    let key = typed.key().filter(|_| said.away).unwrap_or(&visit.key);
    let page = Page {
        v: visit,
        typed,
        said,
        key,
        progress,
    };
    render(visit, status, &page)
}
