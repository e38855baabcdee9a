//! What a page says where there is no page.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_web::Problem;

use super::render;
use crate::visit::Visit;

/// The words of a refusal. What the problem says itself is for programs: people read the catalogue's words.
#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    v: &'a Visit,
    title: &'static str,
    advice: &'static str,
}

/// A refusal or failure as a page.
pub(crate) fn page(visit: &Visit, problem: &Problem) -> Response {
    visit.asks.note(problem);
    let (title, advice) = match problem.status {
        400 | 422 => ("problem.wrong.title", "problem.wrong.advice"),
        403 => ("problem.forbidden.title", "problem.forbidden.advice"),
        404 => ("problem.missing.title", "problem.missing.advice"),
        503 => ("problem.away.title", "problem.away.advice"),
        _ => ("problem.failed.title", "problem.failed.advice"),
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let page = Page {
        v: visit,
        title,
        advice,
    };
    render(visit, status, &page)
}

/// Any other address below `/desk/`.
pub(crate) async fn unknown(visit: Visit) -> Response {
    page(&visit, &Problem::not_found())
}
