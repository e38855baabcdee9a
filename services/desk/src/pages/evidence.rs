//! `/desk/complaints/{reference}/evidence/{case}`: a case's evidence in files (R5.1). A file is passed on as it comes and never kept here; one that
//! is given out is saved, not shown, and the look says what it is for (R8.1).

use askama::Template;
use axum::extract::multipart::{Field as MultipartField, MultipartRejection};
use axum::extract::{Form, Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_contracts::views::investigation::{EvidenceView, REASON};
use huiyin_files::names::encoded;
use huiyin_kernel::CaseId;
use huiyin_web::{Path, Problem};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::act::{Said, see_other};
use super::incoming::{self, FILE, given_out};
use super::{problem, render};
use crate::Door;
use crate::form::{self, Field, Kind, Shown, Typed, may, must};
use crate::refusal;
use crate::services::{Answer, Done, Of};
use crate::visit::Visit;

/// What is told of a file beside what it takes the place of.
pub(crate) const FIELDS: &[Field] = &[
    must("kind", Kind::Code("evidence_kind")),
    must("given_by", Kind::Code("given_by")),
    may("reason", Kind::Line),
];

#[derive(Template)]
#[template(path = "evidence.html")]
struct Page<'a> {
    v: &'a Visit,
    reference: &'a str,
    address: String,
    evidence: Answer<Vec<EvidenceView>>,
    fields: Vec<Shown<'a>>,
    supersedes: &'a str,
    said: &'a Said,
    key: &'a str,
    done: bool,
}

impl Page<'_> {
    fn back(&self) -> String {
        self.v.link(&format!("/desk/complaints/{}", self.reference))
    }

    fn action(&self) -> String {
        self.v.link(&self.address)
    }

    fn content(&self, one: &EvidenceView) -> String {
        self.v.link(&format!("{}/{}", self.address, one.id))
    }

    fn chosen(&self, id: &str) -> bool {
        id == self.supersedes
    }

    /// The evidence that another file can take the place of, with words to choose it by.
    fn replaceable(&self) -> Vec<(String, String)> {
        let Answer::Here(all) = &self.evidence else {
            return Vec::new();
        };
        let named = |one: &EvidenceView| {
            let kind = self.v.code("evidence_kind", &one.kind);
            (one.id.to_string(), format!("{kind} · {}", self.v.time(&one.added)))
        };
        all.iter()
            .filter(|one| one.superseded_by.is_none())
            .map(named)
            .collect()
    }
}

/// Which case, on the page of which complaint.
pub(crate) struct About {
    reference: String,
    case: CaseId,
}

impl About {
    fn read(door: &Door, visit: &Visit, reference: &str, case: CaseId) -> Result<Self, Problem> {
        door.gate.scope(&visit.caller)?;
        let (reference, _) = super::complaint::read(reference)?;
        Ok(Self { reference, case })
    }

    /// A case of the complaint that goes by this reference.
    #[cfg(test)]
    pub(crate) fn of(reference: &str, case: CaseId) -> Self {
        let reference = reference.to_owned();
        Self { reference, case }
    }

    fn page(&self) -> String {
        format!("/desk/complaints/{}/evidence/{}", self.reference, self.case)
    }

    fn asked(&self) -> String {
        format!("/investigation/v1/cases/{}/evidence", self.case)
    }
}

type Reference = Result<Path<(String, CaseId)>, Problem>;
type Piece = Result<Path<(String, CaseId, Uuid)>, Problem>;

fn about(door: &Door, visit: &Visit, path: Reference) -> Result<About, Problem> {
    let Path((reference, case)) = path?;
    About::read(door, visit, &reference, case)
}

/// The list, and the form for one more.
pub(crate) async fn list(State(door): State<Door>, visit: Visit, path: Reference) -> Response {
    match about(&door, &visit, path) {
        Ok(about) => {
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
        Err(refused) => problem::page(&visit, &refused),
    }
}

/// Takes a file in, as it comes.
pub(crate) async fn add(
    State(door): State<Door>,
    visit: Visit,
    path: Reference,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let about = match about(&door, &visit, path) {
        Ok(about) => about,
        Err(refused) => return problem::page(&visit, &refused),
    };
    // A form that comes back after sign-in comes without its file: it is shown, so that the file is chosen again.
    let Ok(mut multipart) = multipart else {
        return page(
            &door,
            &visit,
            &about,
            &Typed::default(),
            &Said::default(),
            StatusCode::OK,
        )
        .await;
    };
    let mut typed = Typed::default();
    loop {
        match incoming::next(&mut multipart, &mut typed).await {
            Ok(incoming::Next::Typed) => {}
            Ok(incoming::Next::File(file)) => return take(&door, &visit, &about, &typed, Some(file)).await,
            Ok(incoming::Next::End) => return take(&door, &visit, &about, &typed, None).await,
            Err(refused) => return problem::page(&visit, &refused),
        }
    }
}

async fn take(door: &Door, visit: &Visit, about: &About, typed: &Typed, file: Option<MultipartField<'_>>) -> Response {
    let told = form::body(FIELDS, typed, visit);
    let (Ok(told), Some(file)) = (&told, file) else {
        let mut wrongs = told.err().unwrap_or_default();
        wrongs.push((FILE.to_owned(), visit.say("wrong.missing").to_owned()));
        let said = Said {
            wrongs,
            ..Said::default()
        };
        return page(door, visit, about, typed, &said, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let key = typed.key().unwrap_or(&visit.key);
    let (query, headers) = described(told, typed, incoming::headers(file.file_name(), key));
    let (asked, of) = (about.asked(), Of::Investigation);
    let upload = |body| door.services.upload(of, &asked, (&query, headers), body, &visit.passed);
    let (said, status) = match incoming::pass_on(file, upload).await {
        Done::Yes(IgnoredAny) => return see_other(&visit.link_with(&about.page(), &[("done", "yes")])),
        Done::Refused(refused) => refused_by(visit, &refused),
        Done::Away => (away(), StatusCode::SERVICE_UNAVAILABLE),
    };
    page(door, visit, about, typed, &said, status).await
}

/// What is said of a file beside its bytes: codes go into the query, words into headers.
fn described(told: &Map<String, Value>, typed: &Typed, mut headers: HeaderMap) -> (Vec<(String, String)>, HeaderMap) {
    let said = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut query: Vec<(String, String)> = ["kind", "given_by"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), said(name)?)))
        .collect();
    let old = typed.get("supersedes");
    if !old.is_empty() {
        query.push(("supersedes".to_owned(), old.to_owned()));
    }
    if let Some(reason) = said("reason") {
        incoming::say(&mut headers, REASON, &encoded(&reason));
    }
    (query, headers)
}

/// Gives a file out, for the purpose that was typed.
pub(crate) async fn content(
    State(door): State<Door>,
    visit: Visit,
    path: Piece,
    Form(typed): Form<Vec<(String, String)>>,
) -> Response {
    let read = path
        .and_then(|Path((reference, case, id))| About::read(&door, &visit, &reference, case).map(|about| (about, id)));
    let (about, id) = match read {
        Ok(read) => read,
        Err(refused) => return problem::page(&visit, &refused),
    };
    let typed = Typed(typed);
    let purpose = typed.get("purpose").trim();
    if purpose.is_empty() {
        let said = Said {
            refused: Some(visit.say("look.no_purpose").to_owned()),
            ..Said::default()
        };
        return page(&door, &visit, &about, &typed, &said, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let asked = format!("{}/{id}/content", about.asked());
    let query = [("purpose", purpose)];
    let (said, status) = match door
        .services
        .download(Of::Investigation, &asked, &query, &visit.passed)
        .await
    {
        Done::Yes(file) => return given_out(file),
        Done::Refused(refused) => refused_by(&visit, &refused),
        Done::Away => (away(), StatusCode::SERVICE_UNAVAILABLE),
    };
    page(&door, &visit, &about, &typed, &said, status).await
}

fn refused_by(visit: &Visit, refused: &Problem) -> (Said, StatusCode) {
    let said = Said {
        refused: Some(refusal::sentence(visit, refused)),
        wrongs: refusal::beside(visit, refused, FIELDS),
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

async fn page(door: &Door, visit: &Visit, about: &About, typed: &Typed, said: &Said, status: StatusCode) -> Response {
    let evidence = door
        .services
        .get(Of::Investigation, &about.asked(), &(), &visit.passed)
        .await;
    if matches!(evidence, Answer::Nothing | Answer::Refused) {
        return problem::page(visit, &Problem::not_found());
    }
    show(visit, about, evidence, typed, said, status)
}

/// The page with these pieces.
pub(crate) fn show(
    visit: &Visit,
    about: &About,
    evidence: Answer<Vec<EvidenceView>>,
    typed: &Typed,
    said: &Said,
    status: StatusCode,
) -> Response {
    let page = Page {
        v: visit,
        reference: &about.reference,
        address: about.page(),
        evidence,
        fields: form::shown(FIELDS, typed, &said.wrongs, &[], visit),
        supersedes: typed.get("supersedes"),
        said,
        // Where nobody knows whether it was taken in, the same key goes again.
        key: typed.key().filter(|_| said.away).unwrap_or(&visit.key),
        done: visit.asked("done").is_some(),
    };
    render(visit, status, &page)
}

#[cfg(test)]
mod tests;
