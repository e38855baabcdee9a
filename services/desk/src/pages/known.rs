//! `/desk/register/known`: while somebody registers, what the complainant complained of before, and what may be the same again (R3.6, R3.11).
//! With a script the panel is asked for when a contact is left; without one, by a button. It is the form's page either way, so nothing that
//! was typed is lost.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::intake::{Recognise, Recognised};

use super::act::Said;
use super::{problem, register};
use crate::Door;
use crate::form::Typed;
use crate::refusal;
use crate::services::{Done, Of};
use crate::visit::Visit;

/// What the panel says.
#[derive(Default)]
pub(crate) enum Known {
    /// Nothing was asked yet.
    #[default]
    NotAsked,
    /// Who stays anonymous is not looked for.
    Anonymous,
    /// These; maybe none.
    Found(Vec<Recognised>),
    /// Why nothing is said.
    Refused(String),
    /// The register does not answer.
    Away,
}

impl Known {
    /// What was found.
    pub(crate) fn found(&self) -> &[Recognised] {
        match self {
            Self::Found(found) => found,
            _ => &[],
        }
    }

    /// How many of them may be the same again.
    pub(crate) fn alike(&self) -> usize {
        self.found().iter().filter(|one| one.alike).count()
    }
}

/// The form with what is known of the complainant.
pub(crate) async fn show(State(door): State<Door>, visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    if let Err(refused) = register::may(&door, &visit) {
        return problem::page(&visit, &refused);
    }
    let typed = Typed(typed);
    let known = if typed.comes_back() {
        Known::NotAsked
    } else {
        ask(&door, &visit, &typed).await
    };
    let units = visit.names.offered();
    register::with_known(&visit, &typed, &Said::default(), &units, (StatusCode::OK, &known))
}

async fn ask(door: &Door, visit: &Visit, typed: &Typed) -> Known {
    if !typed.get("complainant.anonymous").is_empty() {
        return Known::Anonymous;
    }
    let asked = asked(visit, typed);
    if asked.phone.is_none() && asked.email.is_none() && asked.id_document.is_none() {
        return Known::Refused(visit.say("known.nothing_told").to_owned());
    }
    let answer = door
        .services
        .post(Of::Intake, "/intake/v1/lookups", &asked, &visit.key, &visit.passed)
        .await;
    match answer {
        Done::Yes(found) => Known::Found(found),
        Done::Refused(refused) if refused.status == 429 => Known::Refused(visit.say("known.often").to_owned()),
        Done::Refused(refused) => Known::Refused(refusal::sentence(visit, &refused)),
        Done::Away => Known::Away,
    }
}

fn asked(visit: &Visit, typed: &Typed) -> Recognise {
    let told = |name: &str| Some(typed.get(name).trim().to_owned()).filter(|text| !text.is_empty());
    Recognise {
        phone: told("complainant.phone"),
        email: told("complainant.email"),
        id_document: told("complainant.id_document"),
        // A unit that is not typed to its end is none yet.
        unit: told("unit").and_then(|unit| unit.parse().ok()),
        class: told("class").map(|class| match visit.words.code_of("class", &class) {
            Some(code) => code.to_owned(),
            None => class,
        }),
        product: told("product"),
    }
}
