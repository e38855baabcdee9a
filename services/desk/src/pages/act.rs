//! `/desk/complaints/{reference}/acts/{command}/{id}`: the form of one command. It works as a plain POST; what was typed is kept
//! where the service refuses, and its sentence stands beside the form.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use huiyin_contracts::views::investigation::{CauseView, EarlierFile, FormRedress};
use huiyin_web::{Path, Problem};
use serde::de::IgnoredAny;
use uuid::Uuid;

use super::{problem, render};
use crate::Door;
use crate::commands::{Command, Room};
use crate::form::{self, Kind, Shown, Typed, Wrongs};
use crate::language::Language;
use crate::refusal;
use crate::services::{Answer, Done};
use crate::visit::Visit;

/// The field that names a root cause.
const ROOT_CAUSE: &str = "root_cause";

/// Whose command it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A complaint's, by its number or id.
    Complaint(String),
    /// Something's that a page of its own shows.
    Room(&'static Room),
}

/// Which command about what.
pub(crate) struct About {
    pub(crate) command: &'static Command,
    pub(crate) place: Place,
    pub(crate) id: String,
}

impl About {
    fn read((reference, command, id): (String, String, String)) -> Result<Self, Problem> {
        let command = Command::named(&command).ok_or_else(Problem::not_found)?;
        let (reference, _) = super::complaint::read(&reference)?;
        Self::named(command, Place::Complaint(reference), &id)
    }

    fn of_room(room: &'static Room, (command, id): &(String, String)) -> Result<Self, Problem> {
        let command = room.named(command).ok_or_else(Problem::not_found)?;
        Self::named(command, Place::Room(room), id)
    }

    /// What it is about is an id, and where it is about a part of that, an id or a day after a dot.
    fn named(command: &'static Command, place: Place, id: &str) -> Result<Self, Problem> {
        let (whole, part) = match id.split_once('.') {
            Some((whole, part)) => (whole, Some(part)),
            None => (id, None),
        };
        let names = |part: &str| part.parse::<Uuid>().is_ok() || part.parse::<jiff::civil::Date>().is_ok();
        let fits = command.takes_part() == part.is_some() && part.is_none_or(names);
        if whole.parse::<Uuid>().is_err() || !fits {
            return Err(Problem::not_found());
        }
        let id = id.to_owned();
        Ok(Self { command, place, id })
    }

    fn address(&self) -> String {
        format!("{}/acts/{}/{}", self.back(), self.command.key, self.id)
    }

    fn back(&self) -> String {
        match &self.place {
            Place::Complaint(reference) => format!("/desk/complaints/{reference}"),
            Place::Room(room) => room.address.to_owned(),
        }
    }

    fn reference(&self) -> &str {
        match &self.place {
            Place::Complaint(reference) => reference,
            Place::Room(_) => "",
        }
    }
}

/// What the form says beside its fields.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) refused: Option<String>,
    pub(crate) away: bool,
    pub(crate) wrongs: Wrongs,
    /// What was answered before, beside the form of the next answer (R5.4).
    pub(crate) before: Vec<EarlierFile>,
    /// The root causes of the case's policy pack, with their names (R5.2).
    pub(crate) causes: Vec<(String, String)>,
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
        self.v.link(&self.about.back())
    }

    fn sum(&self, redress: &FormRedress) -> String {
        super::money(self.v, redress.redress.amount.as_ref())
    }

    /// What it is about, by name.
    fn whose(&self) -> &str {
        match &self.about.place {
            Place::Complaint(reference) => reference,
            Place::Room(room) => self.v.say(room.title),
        }
    }
}

type Reference = Result<Path<(String, String, String)>, Problem>;
type RoomReference = Result<Path<(String, String)>, Problem>;

/// The empty form of a complaint's command.
pub(crate) async fn form(State(door): State<Door>, visit: Visit, path: Reference) -> Response {
    let about = match may(&door, &visit, path.and_then(|Path(named)| About::read(named))) {
        Ok(about) => about,
        Err(refused) => return problem::page(&visit, &refused),
    };
    let said = aided(&door, &visit, &about, Said::default()).await;
    page(&visit, &about, &Typed::default(), &said, StatusCode::OK)
}

/// With what helps to fill the form in.
async fn aided(door: &Door, visit: &Visit, about: &About, said: Said) -> Said {
    Said {
        before: before(door, visit, about).await,
        causes: causes(door, visit, about).await,
        ..said
    }
}

/// The root causes of the case's policy pack, each below what it is a kind of; where the service is away the catalogue's are offered.
async fn causes(door: &Door, visit: &Visit, about: &About) -> Vec<(String, String)> {
    let asks = about.command.fields.iter().any(|field| field.name == ROOT_CAUSE);
    if !asks || matches!(about.place, Place::Room(_)) {
        return Vec::new();
    }
    let asked = format!("/investigation/v1/cases/{}/causes", about.id);
    let answer = door.services.get(about.command.of, &asked, &(), &visit.passed).await;
    let Answer::Here(causes) = answer else {
        return Vec::new();
    };
    let causes: Vec<CauseView> = causes;
    causes.iter().map(|cause| offered(visit, cause)).collect()
}

/// A root cause as the form offers it: a line for each level above it.
fn offered(visit: &Visit, cause: &CauseView) -> (String, String) {
    let name = match visit.words.language {
        Language::Zh => &cause.zh,
        Language::En => &cause.en,
    };
    let above = "– ".repeat(cause.level.saturating_sub(1));
    (cause.code.clone(), format!("{above}{name}"))
}

/// What was answered before, for who writes the next answer: facts and position stay the same (R5.4). The look stands in the record.
async fn before(door: &Door, visit: &Visit, about: &About) -> Vec<EarlierFile> {
    if about.command.key != "reply" {
        return Vec::new();
    }
    let asked = format!("/investigation/v1/cases/{}/answers", about.id);
    let query = [("purpose", "the next reply")];
    match door.services.get(about.command.of, &asked, &query, &visit.passed).await {
        Answer::Here(files) => files,
        _ => Vec::new(),
    }
}

/// The forms of a room's commands: empty, and given.
pub(crate) fn of_room(room: &'static Room) -> MethodRouter<Door> {
    get(
        async move |State(door): State<Door>, visit: Visit, path: RoomReference| {
            empty(&door, &visit, path.and_then(|Path(named)| About::of_room(room, &named)))
        },
    )
    .post(
        async move |State(door): State<Door>, visit: Visit, path: RoomReference, form: Form<Vec<(String, String)>>| {
            let about = path.and_then(|Path(named)| About::of_room(room, &named));
            give(&door, &visit, about, Typed(form.0)).await
        },
    )
}

/// Gives a complaint's command.
pub(crate) async fn carry_out(
    State(door): State<Door>,
    visit: Visit,
    path: Reference,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    give(
        &door,
        &visit,
        path.and_then(|Path(named)| About::read(named)),
        Typed(typed),
    )
    .await
}

fn empty(door: &Door, visit: &Visit, about: Result<About, Problem>) -> Response {
    match may(door, visit, about) {
        Ok(about) => page(visit, &about, &Typed::default(), &Said::default(), StatusCode::OK),
        Err(refused) => problem::page(visit, &refused),
    }
}

async fn give(door: &Door, visit: &Visit, about: Result<About, Problem>, typed: Typed) -> Response {
    let about = match may(door, visit, about) {
        Ok(about) => about,
        Err(refused) => return problem::page(visit, &refused),
    };
    if typed.comes_back() {
        return page(visit, &about, &typed, &Said::default(), StatusCode::OK);
    }
    let body = match form::body(about.command.fields, &typed, visit) {
        Ok(body) => body,
        Err(wrongs) => {
            let said = Said {
                wrongs,
                ..Said::default()
            };
            return page(visit, &about, &typed, &said, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let address = about.command.address(about.reference(), &about.id);
    let key = typed.key().unwrap_or(&visit.key);
    let done: Done<IgnoredAny> = door
        .services
        .post(about.command.of, &address, &body, key, &visit.passed)
        .await;
    match done {
        Done::Yes(_) => see_other(&visit.link_with(&about.back(), &[("done", about.command.key)])),
        Done::Refused(refused) => {
            let (said, status) = refused_by(visit, &refused, about.command);
            let said = aided(door, visit, &about, said).await;
            page(visit, &about, &typed, &said, status)
        }
        Done::Away => {
            let said = Said {
                away: true,
                ..Said::default()
            };
            page(visit, &about, &typed, &said, StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// What a refusal says beside the form of its command.
pub(crate) fn refused_by(visit: &Visit, refused: &Problem, command: &Command) -> (Said, StatusCode) {
    let said = Said {
        refused: Some(refusal::sentence(visit, refused)),
        wrongs: refusal::beside(visit, refused, command.fields),
        ..Said::default()
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

/// Who has no unit and no duty has no forms; who sees nothing is not told what there is.
fn may(door: &Door, visit: &Visit, about: Result<About, Problem>) -> Result<About, Problem> {
    door.gate.scope(&visit.caller)?;
    about
}

fn page(visit: &Visit, about: &About, typed: &Typed, said: &Said, status: StatusCode) -> Response {
    let asks_unit = about.command.fields.iter().any(|field| field.kind == Kind::Unit);
    let units = if asks_unit { visit.names.offered() } else { Vec::new() };
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
    let mut fields = form::shown(about.command.fields, typed, &said.wrongs, units, visit);
    let of_causes = |shown: &&mut Shown<'_>| shown.field.name == ROOT_CAUSE && !said.causes.is_empty();
    if let Some(shown) = fields.iter_mut().find(of_causes) {
        shown.options.clone_from(&said.causes);
    }
    let page = Page {
        v: visit,
        about,
        fields,
        said,
        key,
    };
    render(visit, status, &page)
}
