//! `/desk/admin/archive`: files in the archive with their terms and what holds them, those whose terms are over, and the lists of what is
//! destroyed (R8.3). Audit decides who sees which file, and who may do what.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::retention::{DestructionView, FileView, FilesQuery, HoldView};
use huiyin_web::Page as Rows;
use jiff::civil::Date;
use serde::Deserialize;

use super::{problem, render};
use crate::Door;
use crate::commands::{ARCHIVE, Command};
use crate::services::{Answer, Of};
use crate::visit::Visit;

/// The parts of the archive.
const PARTS: [&str; 3] = ["due", "files", "lists"];

/// Which part of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    part: String,
    before: String,
    after: String,
    done: Option<String>,
}

/// What the page shows: files, or lists.
pub(crate) enum Shelf {
    Files(Answer<Rows<FileView>>),
    Lists(Answer<Vec<DestructionView>>),
}

#[derive(Template)]
#[template(path = "archive.html")]
struct Page<'a> {
    v: &'a Visit,
    part: &'a str,
    before: Date,
    shelf: Shelf,
    /// The command that was just given.
    done: Option<&'static Command>,
}

impl Page<'_> {
    fn parts(&self) -> [&'static str; 3] {
        PARTS
    }

    fn is_at(&self, part: &str) -> bool {
        self.part == part
    }

    fn tab(&self, part: &str) -> String {
        self.v.link_with(ARCHIVE.address, &[("part", part)])
    }

    fn next(&self, cursor: &str) -> String {
        let before = self.before.to_string();
        let query = [("part", self.part), ("before", &before), ("after", cursor)];
        self.v.link_with(ARCHIVE.address, &query)
    }

    fn act(&self, key: &str, id: &str) -> String {
        self.v.link(&format!("{}/acts/{key}/{id}", ARCHIVE.address))
    }

    fn complaint(&self, file: &FileView) -> String {
        self.v.link(&format!("/desk/complaints/{}", file.complaint))
    }

    fn name(&self, file: &FileView) -> String {
        file.number.clone().unwrap_or_else(|| file.complaint.to_string())
    }

    /// What is offered with a file: to hold it, and to end each hold that stands.
    fn of_file(&self, file: &FileView) -> Vec<(String, &str)> {
        let kept = matches!(file.state.as_str(), "kept" | "held" | "proposed");
        let hold = kept.then(|| self.act("hold_file", &file.complaint.to_string()));
        let standing = file.holds.iter().filter(|hold| hold.released.is_none());
        let release = standing.map(|hold| self.act("release_file", &format!("{}.{}", file.complaint, hold.id)));
        let named = |key: &'static str| move |address| (address, self.v.code("act", key));
        let holds = hold.into_iter().map(named("hold_file"));
        holds.chain(release.map(named("release_file"))).collect()
    }

    fn held(&self, hold: &HoldView) -> String {
        let ground = self.v.code("hold_ground", &hold.ground);
        let (by, at) = (self.v.person(&hold.by), self.v.time(&hold.at));
        self.v.words.fill("archive.held", &[ground, &hold.reference, &by, &at])
    }

    fn of_list(&self, list: &DestructionView) -> Vec<(String, &str)> {
        let keys: &[&'static str] = match list.state.as_str() {
            "proposed" => &["approve_destruction", "drop_destruction"],
            _ => &[],
        };
        let id = list.id.to_string();
        let link = |key: &&'static str| (self.act(key, &id), self.v.code("act", key));
        keys.iter().map(link).collect()
    }

    fn count(&self, list: &DestructionView) -> String {
        self.v.words.fill("archive.count", &[&list.files.len().to_string()])
    }
}

/// The page.
pub(crate) async fn show(
    State(door): State<Door>,
    visit: Visit,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    if let Err(refused) = door.gate.scope(&visit.caller) {
        return problem::page(&visit, &refused);
    }
    let asked = part.map(|Query(part)| part).unwrap_or_default();
    let part = PARTS.into_iter().find(|part| *part == asked.part).unwrap_or("due");
    // A day that is none is today: of those files the terms are over.
    let before = asked.before.parse().unwrap_or_else(|_| visit.today());
    let (services, passed) = (&door.services, &visit.passed);
    let shelf = if part == "lists" {
        Shelf::Lists(services.get(Of::Audit, "/audit/v1/destructions", &(), passed).await)
    } else {
        let query = FilesQuery {
            due: (part == "due").then_some(before),
            after: Some(asked.after).filter(|after| !after.is_empty()),
            limit: None,
        };
        Shelf::Files(services.get(Of::Audit, "/audit/v1/files", &query, passed).await)
    };
    let done = asked.done.as_deref().and_then(|key| ARCHIVE.named(key));
    page(&visit, part, before, shelf, done)
}

/// The page of this part.
pub(crate) fn page(visit: &Visit, part: &str, before: Date, shelf: Shelf, done: Option<&'static Command>) -> Response {
    let page = Page {
        v: visit,
        part,
        before,
        shelf,
        done,
    };
    render(visit, StatusCode::OK, &page)
}
