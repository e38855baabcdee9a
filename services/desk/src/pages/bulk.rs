//! `/desk/bulk`: one act on the lines that were chosen in a list. First a page says how many and what will be done; then another, who was
//! refused and why. Each complaint is an act of its own, decided by its service as any is.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use futures::future::join_all;
use huiyin_contracts::views::investigation::CaseView;
use huiyin_web::Problem;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::{problem, render};
use crate::Door;
use crate::bulk::{self, Act, Chosen, Needs};
use crate::commands::Command;
use crate::form::{self, Kind, Shown, Typed, Wrongs};
use crate::refusal;
use crate::services::{Answer, Done, Of};
use crate::visit::Visit;

pub(crate) mod papers;

/// So many are given at once: a list is done soon, and nobody else waits for it.
pub(super) const AT_ONCE: usize = 8;

/// What is asked for.
pub(crate) struct Asked {
    pub(crate) list: String,
    pub(crate) act: Act,
    pub(crate) chosen: Vec<Chosen>,
    /// The list as it was looked at.
    pub(crate) back: String,
}

impl Asked {
    fn read(typed: &Typed) -> Result<Self, Problem> {
        let list = typed.get("list").to_owned();
        let act = Act::of(&list, typed.get("act")).ok_or_else(Problem::not_found)?;
        let chosen = bulk::chosen(typed).map_err(|_| Problem::not_found())?;
        let back = Some(typed.get("back")).filter(|back| super::sign_in::ours(back));
        let back = back.unwrap_or("/desk/lists/to_accept").to_owned();
        Ok(Self {
            list,
            act,
            chosen,
            back,
        })
    }

    fn fields(&self) -> &'static [form::Field] {
        match self.act {
            Act::Give(command) => command.fields,
            Act::Print | Act::Export => &[],
        }
    }
}

#[derive(Template)]
#[template(path = "bulk.html")]
struct Page<'a> {
    v: &'a Visit,
    asked: &'a Asked,
    fields: Vec<Shown<'a>>,
    wrongs: bool,
    /// Why it cannot go on.
    refused: Option<&'a str>,
}

impl Page<'_> {
    fn count(&self) -> String {
        self.v.words.fill("bulk.count", &[&self.asked.chosen.len().to_string()])
    }

    fn sends(&self) -> String {
        let what = self.v.code("act", self.asked.act.key());
        self.v
            .words
            .fill("bulk.do", &[what, &self.asked.chosen.len().to_string()])
    }
}

/// What became of one that was not done.
pub(crate) struct Refusal {
    pub(crate) label: String,
    pub(crate) sentence: String,
}

impl Refusal {
    fn address(&self, visit: &Visit) -> String {
        visit.link(&format!("/desk/complaints/{}", self.label))
    }
}

/// What became of all.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) done: usize,
    pub(crate) refused: Vec<Refusal>,
    /// Of these nobody knows: their service does not answer.
    pub(crate) away: Vec<Chosen>,
}

impl Outcome {
    fn told(&self, visit: &Visit, asked: &Asked) -> String {
        let (done, all) = (self.done.to_string(), asked.chosen.len().to_string());
        visit.words.fill("bulk.done", &[&done, &all])
    }

    fn not_done(&self, visit: &Visit) -> String {
        visit.words.fill("bulk.refused", &[&self.refused.len().to_string()])
    }
}

#[derive(Template)]
#[template(path = "bulk_done.html")]
struct Told<'a> {
    v: &'a Visit,
    asked: &'a Asked,
    outcome: &'a Outcome,
    typed: Vec<(&'a str, &'a str)>,
    key: &'a str,
}

impl Told<'_> {
    fn away(&self) -> String {
        self.v.words.fill("bulk.away", &[&self.outcome.away.len().to_string()])
    }
}

/// Says what will be done, or does it.
pub(crate) async fn carry_out(
    State(door): State<Door>,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    let asked = door.gate.scope(&visit.caller).and_then(|_| Asked::read(&typed));
    let asked = match asked {
        Ok(asked) => asked,
        Err(refused) => return problem::page(&visit, &refused),
    };
    let refused = match asked.chosen.len() {
        0 => Some("bulk.none"),
        many if many > bulk::MOST => Some("bulk.too_many"),
        _ => None,
    };
    let sent = typed.get("go") == "yes" && !typed.comes_back();
    if refused.is_some() || !sent {
        return show(&visit, &asked, &typed, &Wrongs::new(), refused);
    }
    match asked.act {
        Act::Export => super::export::chosen(&door, &visit, &asked).await,
        Act::Print => papers::print(&door, &visit, &asked).await,
        Act::Give(command) => match form::body(command.fields, &typed, &visit) {
            Ok(body) => {
                let key = typed.key().unwrap_or(&visit.key);
                let outcome = give(&door, &visit, &asked, (command, &body), key).await;
                done(&visit, &asked, &typed, &outcome, key)
            }
            Err(wrongs) => show(&visit, &asked, &typed, &wrongs, None),
        },
    }
}

/// The page that says what will be done.
pub(crate) fn show(
    visit: &Visit,
    asked: &Asked,
    typed: &Typed,
    wrongs: &Wrongs,
    refused: Option<&'static str>,
) -> Response {
    let asks_unit = asked.fields().iter().any(|field| field.kind == Kind::Unit);
    let units = if asks_unit { visit.names.offered() } else { Vec::new() };
    let page = Page {
        v: visit,
        asked,
        fields: form::shown(asked.fields(), typed, wrongs, &units, visit),
        wrongs: !wrongs.is_empty(),
        refused: refused.map(|key| visit.say(key)),
    };
    let fine = refused.is_none() && wrongs.is_empty();
    let status = if fine {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    render(visit, status, &page)
}

/// The page that says what became of it. What nobody knows of can be sent again with the same key.
pub(crate) fn done(visit: &Visit, asked: &Asked, typed: &Typed, outcome: &Outcome, key: &str) -> Response {
    let fields = asked.fields().iter();
    let page = Told {
        v: visit,
        asked,
        outcome,
        typed: fields.map(|field| (field.name, typed.get(field.name))).collect(),
        key,
    };
    let status = match (outcome.done, outcome.away.is_empty()) {
        (_, false) => StatusCode::SERVICE_UNAVAILABLE,
        (0, true) => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    };
    render(visit, status, &page)
}

async fn give(
    door: &Door,
    visit: &Visit,
    asked: &Asked,
    (command, body): (&'static Command, &Map<String, Value>),
    key: &str,
) -> Outcome {
    let mut outcome = Outcome::default();
    for some in asked.chosen.chunks(AT_ONCE) {
        let given = some.iter().map(|one| give_one(door, visit, one, (command, body), key));
        for (one, done) in some.iter().zip(join_all(given).await) {
            match done {
                Done::Yes(IgnoredAny) => outcome.done += 1,
                Done::Refused(refused) => outcome.refused.push(Refusal {
                    label: one.label(),
                    sentence: refusal::sentence(visit, &refused),
                }),
                Done::Away => outcome.away.push(one.clone()),
            }
        }
    }
    outcome
}

async fn give_one(
    door: &Door,
    visit: &Visit,
    one: &Chosen,
    (command, body): (&'static Command, &Map<String, Value>),
    key: &str,
) -> Done<IgnoredAny> {
    let none = || Done::Refused(Box::new(Problem::not_found()));
    let id = match (Needs::of(command), one.order) {
        (Needs::Complaint, _) => one.complaint.to_string(),
        (Needs::Order, Some(order)) => order.to_string(),
        (Needs::Order, None) => return none(),
        (Needs::Case, _) => match case_of(door, visit, one).await {
            Answer::Here(case) => case.line.id.to_string(),
            Answer::Away => return Done::Away,
            Answer::Nothing | Answer::Refused => return none(),
        },
    };
    let address = command.address(&one.complaint.to_string(), &id);
    let key = one.key(key, command.key);
    door.services
        .post(command.of, &address, body, &key, &visit.passed)
        .await
}

async fn case_of(door: &Door, visit: &Visit, one: &Chosen) -> Answer<CaseView> {
    let asked = format!("/investigation/v1/complaints/{}/case", one.complaint);
    door.services.get(Of::Investigation, &asked, &(), &visit.passed).await
}
