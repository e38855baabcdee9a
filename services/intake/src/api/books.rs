//! Opinion books: which there are, and which days were missed (R3.7).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::intake::{BookFigures, BookFilter, BookView, EndBook, KeepBook, MissedDay};
use huiyin_kernel::{BookId, Date, UnitPath};
use huiyin_web::{Caller, Gate, Idempotent, Json, Limit, Page, Path, Problem, Query, cursor};

use super::answer::{failed, once, problem};
use crate::app::App;
use crate::domain::books::Book;

/// The most days that figures cover.
const MOST_DAYS: i32 = 366;

/// A book as the policies look at it.
pub(super) fn resource(unit: &UnitPath) -> Resource {
    Resource::new(Kind::Book).of_unit(Some(unit.clone()))
}

/// The book that the address names, where the caller may do this to it.
pub(super) async fn allowed(
    app: &App,
    gate: &Gate,
    caller: &Caller,
    action: Action,
    id: BookId,
) -> Result<Book, Problem> {
    let book = app.book(id).await.map_err(problem)?;
    if !gate.may(caller, Action::ReadBooks, &resource(&book.path)) {
        return Err(Problem::not_found());
    }
    gate.require(caller, action, &resource(&book.path))?;
    Ok(book)
}

/// A unit keeps an opinion book from now on: each of its working days is to be checked.
#[utoipa::path(
    post,
    path = "/opinion-books",
    tag = "opinion books",
    params(("Idempotency-Key" = String, Header)),
    request_body = KeepBook,
    responses(
        (status = 201, body = BookView),
        (status = 409, description = "The unit keeps one of that code already"),
        (status = 422, description = "Something in it is wrong")
    )
)]
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    request: Idempotent<KeepBook>,
) -> Result<impl IntoResponse, Problem> {
    let unit = app.book_unit(&request.body.unit).await.map_err(problem)?;
    gate.require(&caller, Action::KeepBook, &resource(&unit))?;
    let key = once(&request.idempotency);
    let kept = app.keep_book(&request.body, caller.actor.clone(), key).await;
    Ok((StatusCode::CREATED, Json(kept.map_err(problem)?)))
}

/// An opinion book is kept no longer. What was missed before stays so.
#[utoipa::path(
    post,
    path = "/opinion-books/{book}/end",
    tag = "opinion books",
    params(("book" = String, Path, description = "The book"), ("Idempotency-Key" = String, Header)),
    request_body = EndBook,
    responses((status = 200, body = BookView), (status = 409, description = "It is kept no longer already"))
)]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(book): Path<BookId>,
    request: Idempotent<EndBook>,
) -> Result<Json<BookView>, Problem> {
    let book = allowed(&app, &gate, &caller, Action::KeepBook, book).await?;
    let key = once(&request.idempotency);
    let ended = app.end_book(book.id, &request.body, caller.actor.clone(), key).await;
    ended.map(Json).map_err(problem)
}

/// Opinion books, the latest first, as far as the caller sees.
#[utoipa::path(
    get,
    path = "/opinion-books",
    tag = "opinion books",
    params(BookFilter),
    responses((status = 200, body = Page<BookView>), (status = 404, description = "Not a unit of the caller's"))
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<BookFilter>,
) -> Result<Json<Page<BookView>>, Problem> {
    let top = top(&gate, &caller, query.unit)?;
    let limit = Limit::told(query.limit)?;
    let after = query.after.as_deref().map(cursor::decode::<BookId>).transpose()?;
    let rows = app.books(top.as_ref(), after, limit.and_one()).await.map_err(failed)?;
    let page = Page::cut(rows, limit, |book| book.id)?;
    Ok(Json(page.map(|book| book.view())))
}

/// Working days that passed without a return, the latest first, as far as the caller sees.
#[utoipa::path(
    get,
    path = "/opinion-books/missed",
    tag = "opinion books",
    params(BookFilter),
    responses((status = 200, body = Page<MissedDay>), (status = 404, description = "Not a unit of the caller's"))
)]
pub(crate) async fn missed(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<BookFilter>,
) -> Result<Json<Page<MissedDay>>, Problem> {
    let top = top(&gate, &caller, query.unit)?;
    let limit = Limit::told(query.limit)?;
    let after = query
        .after
        .as_deref()
        .map(cursor::decode::<(Date, BookId)>)
        .transpose()?;
    let days = (query.from, query.to);
    let rows = app
        .missed_days(top.as_ref(), days, after, limit.and_one())
        .await
        .map_err(failed)?;
    Ok(Json(Page::cut(rows, limit, |missed| (missed.day, missed.book))?))
}

/// How the books of each unit were checked from one day to another: 31 days up to today where nothing is said.
#[utoipa::path(
    get,
    path = "/opinion-books/figures",
    tag = "opinion books",
    params(BookFilter),
    responses((status = 200, body = Vec<BookFigures>), (status = 422, description = "The period is wrong"))
)]
pub(crate) async fn figures(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<BookFilter>,
) -> Result<Json<Vec<BookFigures>>, Problem> {
    let top = top(&gate, &caller, query.unit)?;
    let to = query.to.unwrap_or_else(|| app.date());
    let from = query
        .from
        .unwrap_or_else(|| to.saturating_sub(jiff::Span::new().days(30)));
    if from > to || (to - from).get_days() >= MOST_DAYS {
        return Err(Problem::refused(
            "bad_period",
            "a period is 1 to 366 days, the first day before the last",
        ));
    }
    app.book_figures(top.as_ref(), from, to).await.map(Json).map_err(failed)
}

/// The subtree that is asked for, within what the caller sees; nothing is the whole organisation.
fn top(gate: &Gate, caller: &Caller, asked: Option<UnitPath>) -> Result<Option<UnitPath>, Problem> {
    let everything = gate.may(caller, Action::ReadBooks, &Resource::new(Kind::Book));
    let top = match asked {
        None if everything => return Ok(None),
        None => caller.unit.clone().ok_or_else(Problem::not_found)?,
        Some(asked) => asked,
    };
    if gate.may(caller, Action::ReadBooks, &resource(&top)) {
        Ok(Some(top))
    } else {
        Err(Problem::not_found())
    }
}
