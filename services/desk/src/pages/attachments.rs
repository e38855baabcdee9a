//! `/desk/complaints/{reference}/attachments`: the files that came with a complaint (R3.3). One is passed on as it comes and never kept here; one
//! that is given out is saved, not shown, and the look says what it is for (R8.1). The complainant adds files with their receipt.

use askama::Template;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Form, Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_contracts::views::intake::{AttachmentView, COMPLAINT_NUMBER, Look, RECEIPT_CODE};
use huiyin_kernel::AttachmentId;
use huiyin_web::{Path, Problem};
use serde::de::IgnoredAny;

use super::act::{Said, see_other};
use super::incoming::{self, FILE, Next, given_out};
use super::{problem, render, track};
use crate::Door;
use crate::form::Typed;
use crate::refusal;
use crate::services::{Answer, Done, Of};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "attachments.html")]
struct Page<'a> {
    v: &'a Visit,
    reference: &'a str,
    files: Answer<Vec<AttachmentView>>,
    said: &'a Said,
    key: &'a str,
    done: bool,
}

impl Page<'_> {
    fn back(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}", self.reference))
    }

    fn action(&self) -> String {
        self.v.link(&address(self.reference))
    }

    fn content(&self, file: &AttachmentView) -> String {
        self.v.link(&format!("{}/{}", address(self.reference), file.id))
    }

    fn no_file(&self) -> Option<&str> {
        let wrong = self.said.wrongs.iter().find(|(name, _)| name == FILE);
        wrong.map(|(_, sentence)| sentence.as_str())
    }
}

fn address(reference: &str) -> String {
    format!("/desk/complaints/{reference}/attachments")
}

fn asked(reference: &str) -> String {
    format!("/intake/v1/complaints/{reference}/attachments")
}

fn about(door: &Door, visit: &Visit, reference: &str) -> Result<String, Problem> {
    door.gate.scope(&visit.caller)?;
    super::complaint::read(reference).map(|(reference, _)| reference)
}

type Reference = Result<Path<String>, Problem>;
type Piece = Result<Path<(String, AttachmentId)>, Problem>;

/// The list, and the form for one more.
pub(crate) async fn list(State(door): State<Door>, visit: Visit, path: Reference) -> Response {
    match path.and_then(|Path(reference)| about(&door, &visit, &reference)) {
        Ok(reference) => page(&door, &visit, &reference, "", &Said::default(), StatusCode::OK).await,
        Err(refused) => problem::page(&visit, &refused),
    }
}

/// Adds a file, as it comes.
pub(crate) async fn add(
    State(door): State<Door>,
    visit: Visit,
    path: Reference,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let reference = match path.and_then(|Path(reference)| about(&door, &visit, &reference)) {
        Ok(reference) => reference,
        Err(refused) => return problem::page(&visit, &refused),
    };
    // A form that comes back after sign-in comes without its file: it is shown, so that the file is chosen again.
    let Ok(mut multipart) = multipart else {
        return page(&door, &visit, &reference, "", &Said::default(), StatusCode::OK).await;
    };
    let mut typed = Typed::default();
    let (said, status) = loop {
        match incoming::next(&mut multipart, &mut typed).await {
            Ok(Next::Typed) => {}
            Ok(Next::End) => break (missing(&visit), StatusCode::UNPROCESSABLE_ENTITY),
            Ok(Next::File(file)) => match send(&door, &visit, &asked(&reference), &typed, None, file).await {
                Done::Yes(IgnoredAny) => {
                    return see_other(&visit.link_with(&address(&reference), &[("done", "yes")]));
                }
                Done::Refused(refused) => break refused_by(&visit, &refused),
                Done::Away => break (away(), StatusCode::SERVICE_UNAVAILABLE),
            },
            Err(refused) => return problem::page(&visit, &refused),
        }
    };
    page(
        &door,
        &visit,
        &reference,
        typed.key().unwrap_or_default(),
        &said,
        status,
    )
    .await
}

/// Adds a file of the complainant's, by number and receipt code.
pub(crate) async fn add_by_receipt(
    State(door): State<Door>,
    visit: Visit,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let mut typed = Typed::default();
    let Ok(mut multipart) = multipart else {
        return track::begin(&visit, &typed);
    };
    loop {
        match incoming::next(&mut multipart, &mut typed).await {
            Ok(Next::Typed) => {}
            Ok(Next::End) => return track::no_file(&door, &visit, &typed).await,
            Ok(Next::File(file)) => {
                let receipt = Some((typed.get("number"), typed.get("receipt_code")));
                let sent = send(&door, &visit, "/intake/v1/progress/attachments", &typed, receipt, file).await;
                return track::after(&door, &visit, typed, sent, "track.file_added").await;
            }
            Err(refused) => return problem::page(&visit, &refused),
        }
    }
}

/// Passes a file on, with the receipt where it is the complainant's.
async fn send(
    door: &Door,
    visit: &Visit,
    asked: &str,
    typed: &Typed,
    receipt: Option<(&str, &str)>,
    file: Field<'_>,
) -> Done<IgnoredAny> {
    let mut headers: HeaderMap = incoming::headers(file.file_name(), typed.key().unwrap_or(&visit.key));
    if let Some((number, code)) = receipt {
        incoming::say(&mut headers, COMPLAINT_NUMBER, number.trim());
        incoming::say(&mut headers, RECEIPT_CODE, code.trim());
    }
    let upload = |body| {
        door.services
            .upload(Of::Intake, asked, (&(), headers), body, &visit.passed)
    };
    incoming::pass_on(file, upload).await
}

/// Gives a file out, for the purpose that was typed.
pub(crate) async fn content(
    State(door): State<Door>,
    visit: Visit,
    path: Piece,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let read = path.and_then(|Path((reference, file))| about(&door, &visit, &reference).map(|about| (about, file)));
    let (reference, file) = match read {
        Ok(read) => read,
        Err(refused) => return problem::page(&visit, &refused),
    };
    let typed = Typed(typed);
    let purpose = typed.get("purpose").trim().to_owned();
    let (said, status) = if purpose.is_empty() {
        let refused = Some(visit.say("look.no_purpose").to_owned());
        let said = Said {
            refused,
            ..Said::default()
        };
        (said, StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        let asked = format!("{}/{file}/look", asked(&reference));
        let look = Look { purpose };
        match door
            .services
            .download_posted(Of::Intake, &asked, &look, &visit.passed)
            .await
        {
            Done::Yes(file) => return given_out(file),
            Done::Refused(refused) => refused_by(&visit, &refused),
            Done::Away => (away(), StatusCode::SERVICE_UNAVAILABLE),
        }
    };
    page(&door, &visit, &reference, "", &said, status).await
}

fn missing(visit: &Visit) -> Said {
    Said {
        wrongs: vec![(FILE.to_owned(), visit.say("wrong.missing").to_owned())],
        ..Said::default()
    }
}

fn refused_by(visit: &Visit, refused: &Problem) -> (Said, StatusCode) {
    let said = Said {
        refused: Some(refusal::sentence(visit, refused)),
        ..Said::default()
    };
    let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::CONFLICT);
    (said, status)
}

fn away() -> Said {
    Said {
        away: true,
        ..Said::default()
    }
}

async fn page(door: &Door, visit: &Visit, reference: &str, key: &str, said: &Said, status: StatusCode) -> Response {
    let files = door
        .services
        .get(Of::Intake, &asked(reference), &(), &visit.passed)
        .await;
    if matches!(files, Answer::Nothing | Answer::Refused) {
        return problem::page(visit, &Problem::not_found());
    }
    show(visit, reference, files, key, said, status)
}

/// The page with these files. Where nobody knows whether one was taken in, the same key goes again.
pub(crate) fn show(
    visit: &Visit,
    reference: &str,
    files: Answer<Vec<AttachmentView>>,
    key: &str,
    said: &Said,
    status: StatusCode,
) -> Response {
    let again = said.away && !key.is_empty();
    let page = Page {
        v: visit,
        reference,
        files,
        said,
        key: if again { key } else { &visit.key },
        done: visit.asked("done").is_some(),
    };
    render(visit, status, &page)
}

#[cfg(test)]
mod tests;
