//! `/desk/complaints/{reference}/look`: who complained and what they said, the statements, or the handling form to print. Each look says
//! what it is for, and the services record it (R8.1); so it is a POST, and no page is reloaded into another look.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::intake::{Look, Revealed};
use huiyin_contracts::views::investigation::{
    CaseView, HandlingForm, LessonWords, RedressView, SanctionView, SanctionWords, SentLetter, StatementView,
};
use huiyin_web::{Path, Problem};

use super::act::Said;
use super::{problem, render};
use crate::Door;
use crate::form::Typed;
use crate::refusal;
use crate::services::{Answer, Done, Of};
use crate::visit::Visit;

/// What a look shows.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) told: Option<Revealed>,
    pub(crate) statements: Option<Vec<StatementView>>,
    pub(crate) sanctions: Option<Vec<SanctionWords>>,
    pub(crate) lessons: Option<Vec<LessonWords>>,
    pub(crate) letters: Option<Vec<SentLetter>>,
    pub(crate) form: Option<HandlingForm>,
}

#[derive(Template)]
#[template(path = "look.html")]
struct Page<'a> {
    v: &'a Visit,
    reference: &'a str,
    purpose: &'a str,
    /// What was asked for: it stays chosen, so that who sends again asks for the same.
    what: &'a str,
    said: &'a Said,
    seen: Option<Seen>,
}

impl Page<'_> {
    fn back(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}", self.reference))
    }

    fn action(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}/look", self.reference))
    }

    fn named(&self, what: &str) -> &str {
        match what {
            "statements" => self.v.say("look.statements"),
            "sanctions" => self.v.say("look.sanctions"),
            "lessons" => self.v.say("look.lessons"),
            "letters" => self.v.say("look.letters"),
            "form" => self.v.say("look.form"),
            _ => self.v.say("look.told"),
        }
    }

    fn money(&self, redress: &RedressView) -> String {
        super::money(self.v, redress.amount.as_ref())
    }

    fn sum(&self, sanction: &SanctionView) -> String {
        super::money(self.v, Some(&sanction.amount))
    }

    /// A text that may be absent.
    fn text<'a>(&'a self, text: &'a Option<String>) -> &'a str {
        text.as_deref().unwrap_or_else(|| self.v.say("word.none"))
    }
}

type Reference = Result<Path<String>, Problem>;

/// Asks for the purpose.
pub(crate) async fn form(State(door): State<Door>, visit: Visit, path: Reference) -> Response {
    match named(&door, &visit, path) {
        Ok(reference) => show(&visit, &reference, ("", "told"), &Said::default(), None, StatusCode::OK),
        Err(refused) => problem::page(&visit, &refused),
    }
}

/// Looks, for the purpose that was given.
pub(crate) async fn look(
    State(door): State<Door>,
    visit: Visit,
    path: Reference,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let reference = match named(&door, &visit, path) {
        Ok(reference) => reference,
        Err(refused) => return problem::page(&visit, &refused),
    };
    let typed = Typed(typed);
    let purpose = typed.get("purpose").trim().to_owned();
    if typed.comes_back() {
        let typed = (purpose.as_str(), typed.get("what"));
        return show(&visit, &reference, typed, &Said::default(), None, StatusCode::OK);
    }
    if purpose.is_empty() {
        let said = Said {
            refused: Some(visit.say("look.no_purpose").to_owned()),
            ..Said::default()
        };
        return show(
            &visit,
            &reference,
            ("", typed.get("what")),
            &said,
            None,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    let seen = match typed.get("what") {
        what @ ("form" | "statements" | "sanctions" | "lessons" | "letters") => {
            of_case(&door, &visit, &reference, &purpose, what).await
        }
        _ => of_register(&door, &visit, &reference, purpose.clone()).await,
    };
    let (said, seen, status) = match seen {
        Done::Yes(seen) => (Said::default(), Some(seen), StatusCode::OK),
        Done::Refused(refused) => {
            let said = Said {
                refused: Some(refusal::sentence(&visit, &refused)),
                ..Said::default()
            };
            let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::FORBIDDEN);
            (said, None, status)
        }
        Done::Away => {
            let said = Said {
                away: true,
                ..Said::default()
            };
            (said, None, StatusCode::SERVICE_UNAVAILABLE)
        }
    };
    show(&visit, &reference, (&purpose, typed.get("what")), &said, seen, status)
}

fn named(door: &Door, visit: &Visit, path: Reference) -> Result<String, Problem> {
    door.gate.scope(&visit.caller)?;
    Ok(super::complaint::read(&path?.0)?.0)
}

async fn of_register(door: &Door, visit: &Visit, reference: &str, purpose: String) -> Done<Seen> {
    let asked = format!("/intake/v1/complaints/{reference}/look");
    match door
        .services
        .post(Of::Intake, &asked, &Look { purpose }, &visit.key, &visit.passed)
        .await
    {
        Done::Yes(told) => Done::Yes(Seen {
            told: Some(told),
            ..Seen::default()
        }),
        Done::Refused(refused) => Done::Refused(refused),
        Done::Away => Done::Away,
    }
}

async fn of_case(door: &Door, visit: &Visit, reference: &str, purpose: &str, what: &str) -> Done<Seen> {
    let (services, headers) = (&door.services, &visit.passed);
    let Some(id) = super::complaint::id_of(door, visit, reference).await else {
        return Done::Refused(Box::new(Problem::not_found()));
    };
    let asked = format!("/investigation/v1/complaints/{id}/case");
    let case: CaseView = match services.get(Of::Investigation, &asked, &(), headers).await {
        Answer::Here(case) => case,
        Answer::Away => return Done::Away,
        Answer::Nothing | Answer::Refused => return Done::Refused(Box::new(Problem::not_found())),
    };
    let asked = format!("/investigation/v1/cases/{}/{what}", case.line.id);
    let query = [("purpose", purpose)];
    match what {
        "form" => {
            let form = services.look(Of::Investigation, &asked, &query, headers).await;
            seen(form, |form| Seen {
                form: Some(form),
                ..Seen::default()
            })
        }
        "sanctions" => {
            let sanctions = services.look(Of::Investigation, &asked, &query, headers).await;
            seen(sanctions, |sanctions| Seen {
                sanctions: Some(sanctions),
                ..Seen::default()
            })
        }
        "lessons" => {
            let lessons = services.look(Of::Investigation, &asked, &query, headers).await;
            seen(lessons, |lessons| Seen {
                lessons: Some(lessons),
                ..Seen::default()
            })
        }
        "letters" => {
            let letters = services.look(Of::Investigation, &asked, &query, headers).await;
            seen(letters, |letters| Seen {
                letters: Some(letters),
                ..Seen::default()
            })
        }
        _ => {
            let statements = services.look(Of::Investigation, &asked, &query, headers).await;
            seen(statements, |statements| Seen {
                statements: Some(statements),
                ..Seen::default()
            })
        }
    }
}

fn seen<T>(done: Done<T>, turn: impl FnOnce(T) -> Seen) -> Done<Seen> {
    match done {
        Done::Yes(value) => Done::Yes(turn(value)),
        Done::Refused(refused) => Done::Refused(refused),
        Done::Away => Done::Away,
    }
}

/// The page with what was seen.
pub(crate) fn show(
    visit: &Visit,
    reference: &str,
    (purpose, what): (&str, &str),
    said: &Said,
    seen: Option<Seen>,
    status: StatusCode,
) -> Response {
    let page = Page {
        v: visit,
        reference,
        purpose,
        what,
        said,
        seen,
    };
    render(visit, status, &page)
}
