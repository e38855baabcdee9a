//! Returns of opinion books (R3.7).

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use huiyin_access::Action;
use huiyin_contracts::views::intake::{AmendReturn, BookFilter, BookReturn, ReturnView};
use huiyin_kernel::{BookId, ComplaintId, Date};
use huiyin_web::{Caller, Gate, Idempotent, Json, Path, Problem, Query};

use super::answer::{failed, once, problem, resource};
use super::books::allowed;
use crate::app::{App, AppError, Seen, show};
use crate::domain::books::entries::Refusal;
use crate::domain::complaint::Complaint;

/// Returns the day's check: the complaints that its entries were registered as, or none.
#[utoipa::path(
    post,
    path = "/opinion-books/{book}/returns",
    tag = "opinion books",
    params(("book" = String, Path, description = "The book"), ("Idempotency-Key" = String, Header)),
    request_body = BookReturn,
    responses(
        (status = 201, body = ReturnView),
        (status = 409, description = "The day has its return"),
        (status = 422, description = "Something in it is wrong")
    )
)]
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(book): Path<BookId>,
    request: Idempotent<BookReturn>,
) -> Result<impl IntoResponse, Problem> {
    let book = allowed(&app, &gate, &caller, Action::ReturnBook, book).await?;
    let entries = entries(&app, &gate, &caller, &request.body.complaints).await?;
    let key = once(&request.idempotency);
    let returned = app
        .return_book(book.id, &request.body, &entries, caller.actor.clone(), key)
        .await;
    Ok((StatusCode::CREATED, Json(returned.map_err(problem)?)))
}

/// Amends a day's return, with a reason. The first is kept.
#[utoipa::path(
    post,
    path = "/opinion-books/{book}/returns/{day}/amend",
    tag = "opinion books",
    params(
        ("book" = String, Path, description = "The book"),
        ("day" = String, Path, description = "The day"),
        ("Idempotency-Key" = String, Header)
    ),
    request_body = AmendReturn,
    responses((status = 201, body = ReturnView), (status = 409, description = "The day has no return"))
)]
pub(crate) async fn amend(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path((book, day)): Path<(BookId, Date)>,
    request: Idempotent<AmendReturn>,
) -> Result<impl IntoResponse, Problem> {
    let book = allowed(&app, &gate, &caller, Action::ReturnBook, book).await?;
    let entries = entries(&app, &gate, &caller, &request.body.complaints).await?;
    let key = once(&request.idempotency);
    let seen = Seen {
        complaints: entries,
        sees: &|complaint| sees(&gate, &caller, complaint),
    };
    let amended = app
        .amend_return((book.id, day), &request.body, seen, caller.actor.clone(), key)
        .await;
    Ok((StatusCode::CREATED, Json(amended.map_err(problem)?)))
}

/// The returns of a book with every version, the latest first: 400 at the most. Of the complaints those that the caller sees.
#[utoipa::path(
    get,
    path = "/opinion-books/{book}/returns",
    tag = "opinion books",
    params(("book" = String, Path, description = "The book"), BookFilter),
    responses((status = 200, body = Vec<ReturnView>), (status = 404, description = "None, or not for the caller"))
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Path(book): Path<BookId>,
    Query(query): Query<BookFilter>,
) -> Result<Json<Vec<ReturnView>>, Problem> {
    let book = allowed(&app, &gate, &caller, Action::ReadBooks, book).await?;
    let (mut returns, complaints) = app.returns(book.id, query.from, query.to).await.map_err(failed)?;
    let seen: HashSet<ComplaintId> = complaints
        .iter()
        .filter(|complaint| gate.may(&caller, Action::List, &resource(complaint)))
        .map(|complaint| complaint.id)
        .collect();
    for one in &mut returns {
        show(one, |complaint| seen.contains(complaint));
    }
    Ok(Json(returns))
}

/// The complaints that a return names. One that the caller may not see is one that there is not (R8.2), except that whoever registered
/// it may say where it came from.
async fn entries(app: &App, gate: &Gate, caller: &Caller, told: &[String]) -> Result<Vec<Complaint>, Problem> {
    let found = app.entries(told).await.map_err(problem)?;
    if found.iter().all(|complaint| sees(gate, caller, complaint)) {
        Ok(found)
    } else {
        Err(problem(AppError::from(Refusal::Unknown)))
    }
}

fn sees(gate: &Gate, caller: &Caller, complaint: &Complaint) -> bool {
    complaint.by == caller.actor || gate.may(caller, Action::List, &resource(complaint))
}
