//! The pages: one file each. Every page is read through the gate and rendered on the server.

pub(crate) mod act;
pub(crate) mod admin;
pub(crate) mod archive;
pub(crate) mod assets;
pub(crate) mod attachments;
pub(crate) mod behind;
pub(crate) mod books;
pub(crate) mod break_glass;
pub(crate) mod bulk;
pub(crate) mod bus;
pub(crate) mod calendars;
pub(crate) mod complaint;
pub(crate) mod drafts;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod figures;
mod headers;
mod incoming;
pub(crate) mod known;
pub(crate) mod learning;
pub(crate) mod letters;
pub(crate) mod list;
pub(crate) mod live;
pub(crate) mod look;
pub(crate) mod months;
pub(crate) mod overview;
pub(crate) mod packs;
pub(crate) mod paper;
pub(crate) mod password;
pub(crate) mod post;
pub(crate) mod problem;
pub(crate) mod provider;
pub(crate) mod queue;
pub(crate) mod register;
pub(crate) mod second;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod track;
pub(crate) mod views;

use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, SET_COOKIE};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use huiyin_access::{Kind, Resource};
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_contracts::views::routing::UnitView;
use huiyin_kernel::Money;
use huiyin_web::{Page, Problem, body_limit};
use tower_http::compression::CompressionLayer;

use crate::Door;
use crate::commands::ROOMS;
use crate::passed::Passed;
use crate::provider::BACK;
use crate::services::{Answer, Of};
use crate::visit::Visit;
use crate::{entrance, origin};

/// The longest form, in bytes.
const LONGEST: usize = 1 << 20;

/// All pages, from the root.
pub(crate) fn router(door: Door) -> Router {
    let pages = pages().with_state(door.clone());
    // A form that comes back is shown by the same pages, to who has just come through the entrance.
    let kept = pages.clone().layer(body_limit(LONGEST));
    let (after, at) = (kept.clone(), door.clone());
    let back = get(move |request| provider::back(at, after, request));
    let at = door.clone();
    let sign_in = post(move |request| sign_in::sign_in(at, kept, request));
    let entrance = Router::new()
        .route("/desk/sign-in", get(sign_in::form).merge(sign_in))
        .route(
            "/desk/sign-in/provider",
            get(provider::begin).post(provider::begin_with_form),
        )
        .route(BACK, back)
        .with_state(door.clone());
    pages
        .merge(entrance)
        .layer(from_fn_with_state(door.clone(), entrance::guard))
        // A letter of Chinese takes nine bytes of a form: the longest texts that the services take must arrive.
        .layer(body_limit(LONGEST))
        .layer(from_fn_with_state(door, origin::ours))
        .layer(map_response(headers::secure))
        .layer(CompressionLayer::new())
}

fn pages() -> Router<Door> {
    let forms = ROOMS.iter().fold(own_pages(), |pages, room| {
        pages.route(&format!("{}/acts/{{command}}/{{id}}", room.address), act::of_room(room))
    });
    forms.route("/desk/{*unknown}", get(problem::unknown))
}

fn own_pages() -> Router<Door> {
    let to_list = get(async || Redirect::temporary("/desk/"));
    Router::new()
        .route("/", to_list.clone())
        .route("/desk", to_list)
        .route("/desk/", get(list::list))
        .route("/desk/complaints/{reference}", get(complaint::show))
        .route(
            "/desk/complaints/{reference}/acts/{command}/{id}",
            get(act::form).post(act::carry_out),
        )
        .route(
            "/desk/complaints/{reference}/evidence/{case}",
            // The service bounds a file; it is passed on as it comes.
            get(evidence::list).merge(post(evidence::add).layer(DefaultBodyLimit::disable())),
        )
        .route(
            "/desk/complaints/{reference}/evidence/{case}/{evidence}",
            post(evidence::content),
        )
        .route(
            "/desk/complaints/{reference}/attachments",
            get(attachments::list).merge(post(attachments::add).layer(DefaultBodyLimit::disable())),
        )
        .route(
            "/desk/complaints/{reference}/attachments/{attachment}",
            post(attachments::content),
        )
        .route("/desk/complaints/{reference}/look", get(look::form).post(look::look))
        .route("/desk/complaints/{reference}/paper/{order}", get(paper::order))
        .route("/desk/bulk", post(bulk::carry_out))
        .route("/desk/books", get(books::show))
        .route("/desk/learning", get(learning::show))
        .merge(break_glass::routes())
        .route("/desk/lists/{list}", get(queue::list))
        .route("/desk/live", get(live::stream))
        .route("/desk/register", get(register::form).post(register::register))
        .route("/desk/register/known", post(known::show))
        .route("/desk/drafts", get(drafts::list).post(drafts::keep))
        .route("/desk/drafts/{draft}/discard", post(drafts::discard))
        .route("/desk/views", get(views::list).post(views::save))
        .route("/desk/views/{view}/rename", post(views::rename))
        .route("/desk/views/{view}/delete", post(views::delete))
        .route("/desk/export/register.xlsx", get(export::register))
        .route("/desk/export/figures.xlsx", get(export::figures))
        .merge(administration())
        .merge(complainants())
        .route("/desk/figures", get(figures::show))
        .route("/desk/figures/overview", get(overview::show))
        .route("/desk/figures/months", get(months::show))
        .route("/desk/figures/complaints", get(behind::show))
        .route("/desk/settings", get(settings::show))
        .route("/desk/settings/person", post(settings::act_for))
        .route("/desk/settings/look", post(settings::look))
        .route("/desk/password", get(password::form).post(password::change))
        .route("/desk/post", get(post::show).post(post::choose))
        .route("/desk/second-factor", get(second::show).post(second::set_up))
        .route("/desk/sign-out", post(sign_in::sign_out))
        .route("/desk/assets/{name}", get(assets::show))
}

/// The complainant's own page: number and receipt code come with each form.
fn complainants() -> Router<Door> {
    Router::new()
        .route("/desk/track", get(track::form).post(track::open))
        .route("/desk/track/information", post(track::add))
        .route(
            "/desk/track/attachments",
            post(attachments::add_by_receipt).layer(DefaultBodyLimit::disable()),
        )
        .route("/desk/track/withdraw", post(track::withdraw))
        .route("/desk/track/rating", post(track::rate))
        .route("/desk/track/disagreement", post(track::disagree))
}

fn administration() -> Router<Door> {
    Router::new()
        .route("/desk/admin/directory", get(admin::directory))
        .route("/desk/admin/deliveries", get(admin::deliveries))
        .route("/desk/admin/archive", get(archive::show))
        .route("/desk/admin/bus", get(bus::show))
        .route("/desk/admin/bus/{service}/{event}/retry", post(bus::retry))
        .route("/desk/admin/bus/{service}/{event}/drop", post(bus::discard))
        .route("/desk/admin/packs", get(packs::show).post(packs::check))
        .route("/desk/admin/calendars", get(calendars::show))
        .route("/desk/admin/letters", get(letters::show))
}

/// What the policies look at of a complaint. Who it concerns is known to the register, which decides by it as well.
pub(crate) fn resource(complaint: &ComplaintView) -> Resource {
    Resource::new(Kind::Complaint)
        .of(complaint.id)
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
    let mut response = (status, headers, html).into_response();
    if let Some(kept) = visit.language_cookie() {
        response.headers_mut().append(SET_COOKIE, kept);
    }
    response
}

/// The open units, as the routing service lists them to whoever is passed on.
pub(crate) async fn directory_units(door: &Door, passed: &Passed) -> Answer<Page<UnitView>> {
    let asked = [("open", "true"), ("limit", "200")];
    door.services
        .get(Of::Routing, "/routing/v1/units", &asked, passed)
        .await
}

/// A sum of money, where there is one. Minor units are told as such: how many make a whole one is the currency's own affair.
pub(crate) fn money(visit: &Visit, amount: Option<&Money>) -> String {
    let Some(amount) = amount else {
        return visit.say("word.none").to_owned();
    };
    let (minor, currency) = (amount.minor.to_string(), amount.currency.to_string());
    visit.words.fill("case.minor", &[&minor, &currency])
}
