//! `/desk/track`: the complainant's own page, by number and receipt code (R3.3, R5.6). No account, no captcha; the code comes by POST
//! and stands in no address. Needs no identity: whoever holds number and code is the complainant.

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::intake::{
    AddByReceipt, DisagreeByReceipt, Extended, Progress, Promise, RateByReceipt, Receipt, Step,
};
use huiyin_kernel::Date;
use serde::Serialize;
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
    progress: Option<Progress>,
}

impl Page<'_> {
    fn step<'a>(&self, step: &'a Step) -> &'a str {
        match self.v.words.language {
            Language::Zh => &step.zh,
            Language::En => &step.en,
        }
    }

    /// The rule behind the promised date.
    fn rule(&self, promise: &Promise) -> String {
        let basis = self.v.code("basis", &promise.basis);
        let values = [promise.amount.to_string(), basis.to_owned(), promise.rule.clone()];
        self.v.words.fill("track.rule", &values.each_ref().map(String::as_str))
    }

    /// How much was added to it.
    fn extension(&self, extended: &Extended) -> String {
        let basis = self.v.code("basis", &extended.basis);
        self.v
            .words
            .fill("track.added_time", &[&extended.amount.to_string(), basis])
    }

    /// What comes next. Who has said what they think of the answer is asked nothing more.
    fn next_step<'a>(&self, progress: &'a Progress) -> &'a str {
        match progress.stage.as_str() {
            "replied" if progress.can_rate => "rate",
            stage => stage,
        }
    }

    fn chose(&self, field: &str, value: &str) -> bool {
        self.typed.get(field) == value
    }

    /// The key of one form of the page. Where nobody knows whether it was done, the same key goes again, so that it is not done twice.
    fn key(&self, form: &str) -> String {
        let own = |key: &&str| self.said.away && key.strip_suffix(form).is_some_and(|key| key.ends_with('-'));
        match self.typed.key().filter(own) {
            Some(key) => key.to_owned(),
            None => format!("{}-{form}", self.v.key),
        }
    }

    /// The ways that are open to who disagrees, each with its last day (R5.11).
    fn ways(&self, progress: &Progress) -> Vec<(&'static str, Date)> {
        let ways = [("verification", progress.verify_by), ("appeal", progress.appeal_by)];
        ways.into_iter()
            .filter_map(|(way, last)| last.map(|last| (way, last)))
            .collect()
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
        return refuse(&door, &visit, &typed, "track.no_words").await;
    }
    send(&door, &visit, typed, "information", &told, "track.added").await
}

/// Says whether the complainant is satisfied (R5.8).
pub(crate) async fn rate(State(door): State<Door>, visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed(typed);
    let told = RateByReceipt {
        number: typed.get("number").to_owned(),
        receipt_code: typed.get("receipt_code").to_owned(),
        satisfaction: typed.get("satisfaction").to_owned(),
        words: Some(typed.get("remarks").to_owned()).filter(|words| !words.trim().is_empty()),
    };
    let done = match told.satisfaction.as_str() {
        "" => return refuse(&door, &visit, &typed, "track.no_rating").await,
        "satisfied" => "track.satisfied",
        _ => "track.dissatisfied",
    };
    send(&door, &visit, typed, "rating", &told, done).await
}

/// Asks for the answer to be verified, or appeals (R5.8, R5.11).
pub(crate) async fn disagree(
    State(door): State<Door>,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    let told = DisagreeByReceipt {
        number: typed.get("number").to_owned(),
        receipt_code: typed.get("receipt_code").to_owned(),
        way: typed.get("way").to_owned(),
        words: typed.get("reasons").to_owned(),
    };
    if told.way.is_empty() {
        return refuse(&door, &visit, &typed, "track.no_way").await;
    }
    if told.words.trim().is_empty() {
        return refuse(&door, &visit, &typed, "track.no_reasons").await;
    }
    send(&door, &visit, typed, "disagreement", &told, "track.disagreed").await
}

/// Withdraws the complaint (R3.12).
pub(crate) async fn withdraw(
    State(door): State<Door>,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    if typed.get("sure").is_empty() {
        return refuse(&door, &visit, &typed, "track.not_sure").await;
    }
    let receipt = receipt(&typed);
    send(&door, &visit, typed, "withdraw", &receipt, "track.withdrawn").await
}

/// Sends what was typed to the register.
async fn send(
    door: &Door,
    visit: &Visit,
    typed: Typed,
    route: &str,
    told: &impl Serialize,
    done: &'static str,
) -> Response {
    let key = typed.key().unwrap_or(&visit.key);
    let address = format!("/intake/v1/progress/{route}");
    let sent = door.services.post(Of::Intake, &address, told, key, &visit.passed).await;
    after(door, visit, typed, sent, done).await
}

/// Nothing was sent: this is missing.
async fn refuse(door: &Door, visit: &Visit, typed: &Typed, missing: &str) -> Response {
    let said = Said {
        refused: Some(visit.say(missing).to_owned()),
        ..Said::default()
    };
    progress(door, visit, typed, said).await
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
    refuse(door, visit, typed, "track.no_file").await
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
            typed
                .0
                .retain(|(name, _)| matches!(name.as_str(), "number" | "receipt_code"));
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
    let page = Page {
        v: visit,
        typed,
        said,
        progress,
    };
    render(visit, status, &page)
}
