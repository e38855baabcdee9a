//! `/desk/books`: the opinion books of the caller's units (R3.7): the day whose check is awaited, the days that were missed, and the
//! returns of one book.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_contracts::views::intake::{BookView, MissedDay, ReturnView};
use huiyin_kernel::BookId;
use huiyin_web::Page as Rows;
use serde::Deserialize;

use super::{problem, render};
use crate::Door;
use crate::commands::{BOOKS, Command};
use crate::services::{Answer, Of};
use crate::signal::Signal;
use crate::visit::Visit;

/// Which part of the books.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    after: Option<String>,
    book: Option<BookId>,
    done: Option<String>,
}

/// What the page shows.
pub(crate) struct Shelf {
    pub(crate) books: Answer<Rows<BookView>>,
    pub(crate) missed: Answer<Rows<MissedDay>>,
    /// The returns of the book that was opened.
    pub(crate) returns: Option<(BookId, Answer<Vec<ReturnView>>)>,
}

#[derive(Template)]
#[template(path = "books.html")]
struct Page<'a> {
    v: &'a Visit,
    shelf: Shelf,
    /// The command that was just given.
    done: Option<&'static Command>,
}

impl Page<'_> {
    fn act(&self, key: &str, id: &impl std::fmt::Display) -> String {
        self.v.link(&format!("/desk/books/acts/{key}/{id}"))
    }

    /// A new book has no id yet: the form's own key stands for it, and its service gives the id.
    fn keep(&self) -> String {
        self.act("keep_book", &self.v.key)
    }

    fn opened(&self, book: &BookId) -> String {
        self.v.link_with("/desk/books", &[("book", &book.to_string())])
    }

    fn next(&self, cursor: &str) -> String {
        self.v.link_with("/desk/books", &[("after", cursor)])
    }

    fn amend(&self, one: &ReturnView) -> String {
        self.act("amend_return", &format!("{}.{}", one.book, one.day))
    }

    fn signal(&self, book: &BookView) -> Signal {
        Signal::of_due(book.due, self.v.now)
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
    let part = part.map(|Query(part)| part).unwrap_or_default();
    let (services, headers) = (&door.services, &visit.passed);
    let asked = part.after.as_deref().map(|after| [("after", after)]);
    let returns = async {
        let book = part.book?;
        let asked = format!("/intake/v1/opinion-books/{book}/returns");
        Some((book, services.get(Of::Intake, &asked, &(), headers).await))
    };
    let (books, missed, returns) = tokio::join!(
        services.get(Of::Intake, "/intake/v1/opinion-books", &asked, headers),
        services.get(Of::Intake, "/intake/v1/opinion-books/missed", &(), headers),
        returns,
    );
    let done = part.done.as_deref().and_then(|key| BOOKS.named(key));
    page(&visit, Shelf { books, missed, returns }, done)
}

/// The page of these books.
pub(crate) fn page(visit: &Visit, shelf: Shelf, done: Option<&'static Command>) -> Response {
    let page = Page { v: visit, shelf, done };
    render(visit, StatusCode::OK, &page)
}
