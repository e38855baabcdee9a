//! The pages: one file each. Every page is read through the gate and rendered on the server.

pub(crate) mod assets;
pub(crate) mod complaint;
mod headers;
pub(crate) mod list;
pub(crate) mod problem;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use huiyin_access::{Kind, Resource};
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_web::Problem;

use crate::Door;
use crate::visit::Visit;

/// All pages, from the root.
pub(crate) fn router(door: Door) -> Router {
    let to_list = get(async || Redirect::temporary("/desk/"));
    Router::new()
        .route("/", to_list.clone())
        .route("/desk", to_list)
        .route("/desk/", get(list::list))
        .route("/desk/complaints/{reference}", get(complaint::show))
        .route("/desk/assets/desk.css", get(assets::style))
        .route("/desk/assets/icon.svg", get(assets::icon))
        .route("/desk/{*unknown}", get(problem::unknown))
        .layer(map_response(headers::secure))
        .with_state(door)
}

/// What the policies look at of a complaint. Who it concerns is known to the register, which decides by it as well.
pub(crate) fn resource(complaint: &ComplaintView) -> Resource {
    Resource::new(Kind::Complaint)
        .of_unit(Some(complaint.unit.clone()))
        .led_by(complaint.lead.clone())
        .restricted(complaint.restricted)
}

/// A page in the language of its visit.
pub(crate) fn render(visit: &Visit, status: StatusCode, page: &impl Template) -> Response {
    let html = match page.render() {
        Ok(html) => html,
        Err(error) => return Problem::failed(&error).into_response(),
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, visit.tag()),
    ];
    (status, headers, html).into_response()
}
