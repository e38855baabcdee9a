//! `/desk/settings`: theme, density, single letters; and whom the browser acts for, where headers are believed and nobody signs in.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use huiyin_contracts::views::routing::{StaffView, UnitView};
use huiyin_web::{Page as Rows, Problem};

use super::act::see_other;
use super::{directory_units, problem, render};
use crate::Door;
use crate::cookies::{self, Acting};
use crate::form::Typed;
use crate::passed::Passed;
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// Somebody whom the browser can act for.
pub(crate) struct Person {
    pub(crate) code: String,
    pub(crate) unit: String,
    pub(crate) duties: Vec<String>,
    pub(crate) leader: bool,
}

#[derive(Template)]
#[template(path = "settings.html")]
struct Page<'a> {
    v: &'a Visit,
    people: Answer<Vec<Person>>,
    unknown: bool,
}

impl Page<'_> {
    fn label(&self, person: &Person) -> String {
        let duties: Vec<&str> = person.duties.iter().map(|duty| self.v.code("duty", duty)).collect();
        let leader = if person.leader {
            self.v.say("settings.leader")
        } else {
            ""
        };
        format!(
            "{} · {} {} {leader}",
            person.code,
            self.v.unit(&person.unit),
            duties.join(" ")
        )
        .trim()
        .to_owned()
    }

    fn is(&self, person: &Person) -> bool {
        self.v.visitor_code() == Some(person.code.as_str())
    }
}

/// The page.
pub(crate) async fn show(State(door): State<Door>, visit: Visit) -> Response {
    let people = match door.sign_in {
        Some(_) => Answer::Nothing,
        None => people(&door).await,
    };
    page(&visit, people, false)
}

/// Acts for somebody else from now on, or for nobody in particular.
pub(crate) async fn act_for(
    State(door): State<Door>,
    visit: Visit,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    if door.sign_in.is_some() {
        return problem::page(&visit, &Problem::not_found());
    }
    let wanted = typed.get("staff");
    if wanted.is_empty() {
        return with_cookie(&visit, cookies::NOBODY.to_owned());
    }
    let people = people(&door).await;
    let found = match &people {
        Answer::Here(people) => people.iter().find(|person| person.code == wanted),
        _ => None,
    };
    match found {
        Some(person) => {
            let acting = Acting::new(&person.code, &person.unit, &person.duties);
            with_cookie(&visit, cookies::act_for(&acting.to_value()))
        }
        None => page(&visit, people, true),
    }
}

/// Another theme, density, or use of the keyboard.
pub(crate) async fn look(visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed(typed);
    let chosen = |name: &str, known: &[&str]| {
        let value = Some(typed.get(name)).filter(|value| known.contains(value));
        cookies::keep(&format!("huiyin_{name}"), value.unwrap_or("auto"))
    };
    let mut response = with_cookie(&visit, chosen("theme", &["light", "dark"]));
    for line in [chosen("density", &["compact"]), chosen("letters", &["off"])] {
        if let Ok(line) = HeaderValue::try_from(line) {
            response.headers_mut().append(SET_COOKIE, line);
        }
    }
    response
}

fn with_cookie(visit: &Visit, line: String) -> Response {
    let mut response = see_other(&visit.link("/desk/settings"));
    if let Ok(line) = HeaderValue::try_from(line) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// The page with these people.
pub(crate) fn page(visit: &Visit, people: Answer<Vec<Person>>, unknown: bool) -> Response {
    let status = if unknown {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = Page {
        v: visit,
        people,
        unknown,
    };
    render(visit, status, &page)
}

/// The staff, as the operator of this machine reads them: whoever is at it may act for each.
async fn people(door: &Door) -> Answer<Vec<Person>> {
    let operator = Passed::default();
    let asked = [("limit", "200")];
    let (staff, units): (Answer<Rows<StaffView>>, Answer<Rows<UnitView>>) = tokio::join!(
        door.services.get(Of::Routing, "/routing/v1/staff", &asked, &operator),
        directory_units(door, &operator),
    );
    let Answer::Here(units) = units else {
        return Answer::Away;
    };
    staff.map(|staff| {
        let here = staff.items.into_iter().filter(|person| !person.left);
        here.filter_map(|person| {
            let unit = units.items.iter().find(|unit| unit.code == person.unit)?;
            Some(Person {
                code: person.code.to_string(),
                unit: unit.path.to_string(),
                duties: person.duties,
                leader: person.leader,
            })
        })
        .collect()
    })
}
