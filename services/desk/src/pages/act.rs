//! `/desk/complaints/{reference}/acts/{command}/{id}`: the form of one command. It works as a plain POST; what was typed is kept
//! where the service refuses, and its sentence stands beside the form.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use huiyin_web::{Path, Problem};
use serde::de::IgnoredAny;
use uuid::Uuid;

use super::{problem, render, units};
use crate::Door;
use crate::commands::Command;
use crate::form::{self, Kind, Shown, Typed, Wrongs};
use crate::refusal;
use crate::services::Done;
use crate::visit::Visit;

/// Which command about what.
pub(crate) struct About {
    pub(crate) command: &'static Command,
    pub(crate) reference: String,
    pub(crate) id: String,
}

impl About {
    fn read((reference, command, id): (String, String, String)) -> Result<Self, Problem> {
        let command = Command::named(&command).ok_or_else(Problem::not_found)?;
        let (reference, _) = super::complaint::read(&reference)?;
        let id: Uuid = id.parse().map_err(|_| Problem::not_found())?;
        Ok(Self {
            command,
            reference,
            id: id.to_string(),
        })
    }

    fn address(&self) -> String {
        format!(
            "/desk/complaints/{}/acts/{}/{}",
            self.reference, self.command.key, self.id
        )
    }
}

/// What the form says beside its fields.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) refused: Option<String>,
    pub(crate) away: bool,
    pub(crate) wrongs: Wrongs,
}

#[derive(Template)]
#[template(path = "act.html")]
struct Page<'a> {
    v: &'a Visit,
    about: &'a About,
    fields: Vec<Shown<'a>>,
    said: &'a Said,
    key: &'a str,
}

impl Page<'_> {
    fn action(&self) -> String {
        self.v.link(&self.about.address())
    }

    fn back(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}", self.about.reference))
    }
}

type Reference = Result<Path<(String, String, String)>, Problem>;

/// The empty form.
pub(crate) async fn form(State(door): State<Door>, visit: Visit, path: Reference) -> Response {
    let about = match about(&door, &visit, path) {
        Ok(about) => about,
        Err(refused) => return problem::page(&visit, &refused),
    };
    page(
        &door,
        &visit,
        &about,
        &Typed::default(),
        &Said::default(),
        StatusCode::OK,
    )
    .await
}

/// Gives the command.
pub(crate) async fn carry_out(
    State(door): State<Door>,
    visit: Visit,
    path: Reference,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed(typed);
    let about = match about(&door, &visit, path) {
        Ok(about) => about,
        Err(refused) => return problem::page(&visit, &refused),
    };
    if typed.comes_back() {
        return page(&door, &visit, &about, &typed, &Said::default(), StatusCode::OK).await;
    }
    let body = match form::body(about.command.fields, &typed, &visit) {
        Ok(body) => body,
        Err(wrongs) => {
            let said = Said {
                wrongs,
                ..Said::default()
            };
            return page(&door, &visit, &about, &typed, &said, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let address = about.command.address(&about.reference, &about.id);
    let key = typed.key().unwrap_or(&visit.key);
    let done: Done<IgnoredAny> = door
        .services
        .post(about.command.of, &address, &body, key, &visit.passed)
        .await;
    match done {
        Done::Yes(_) => {
            let to = format!("/desk/complaints/{}", about.reference);
            see_other(&visit.link_with(&to, &[("done", about.command.key)]))
        }
        Done::Refused(refused) => {
            let (said, status) = refused_by(&visit, &refused, about.command);
            page(&door, &visit, &about, &typed, &said, status).await
        }
        Done::Away => {
            let said = Said {
                away: true,
                ..Said::default()
            };
            page(&door, &visit, &about, &typed, &said, StatusCode::SERVICE_UNAVAILABLE).await
        }
    }
}

/// What a refusal says beside the form of its command.
pub(crate) fn refused_by(visit: &Visit, refused: &Problem, command: &Command) -> (Said, StatusCode) {
    let said = Said {
        refused: Some(refusal::sentence(visit, refused)),
        away: false,
        wrongs: refusal::beside(visit, refused, command.fields),
    };
    (
        said,
        StatusCode::from_u16(refused.status).unwrap_or(StatusCode::CONFLICT),
    )
}

/// Another page, read anew: a reload does not send the form again.
pub(crate) fn see_other(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
}

fn about(door: &Door, visit: &Visit, path: Reference) -> Result<About, Problem> {
    door.gate.scope(&visit.caller)?;
    About::read(path?.0)
}

async fn page(door: &Door, visit: &Visit, about: &About, typed: &Typed, said: &Said, status: StatusCode) -> Response {
    let asks_unit = about.command.fields.iter().any(|field| field.kind == Kind::Unit);
    let units = if asks_unit {
        units(door, visit).await
    } else {
        Vec::new()
    };
    show(visit, about, typed, said, &units, status)
}

/// The form with what was typed and what is said about it.
pub(crate) fn show(
    visit: &Visit,
    about: &About,
    typed: &Typed,
    said: &Said,
    units: &[(String, String)],
    status: StatusCode,
) -> Response {
    // Where nobody knows whether it was done, the same key goes again, so that it is not done twice.
    let key = typed.key().filter(|_| said.away).unwrap_or(&visit.key);
    let page = Page {
        v: visit,
        about,
        fields: form::shown(about.command.fields, typed, &said.wrongs, units, visit),
        said,
        key,
    };
    render(visit, status, &page)
}
