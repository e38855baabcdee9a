//! Routing's HTTP API: one file for each thing that can be asked.

mod access;
mod acknowledge;
mod answer_supervision;
mod approve_delay;
mod ask_co_handler;
mod ask_extension;
mod ask_pause;
mod changes;
mod clocks;
mod command;
mod confirm_alert;
mod counts;
mod decide_dispute;
mod delays;
mod directory;
mod dispute;
mod hand_over;
mod holdings;
mod migrate_policy;
mod orders;
mod planned;
mod policy;
mod refuse_delay;
mod resume_clock;
mod return_order;
mod simulate;
mod staff;
mod supervise;
mod supply;
mod units;
mod views;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRef;
use axum::extract::rejection::BytesRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use huiyin_access::{Kind, Resource};
use huiyin_kernel::UnitPath;
use huiyin_store::StoreError;
use huiyin_web::{FieldError, Gate, Problem, body_limit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::domain::complaint::Complaint;
use crate::domain::order::Order;

/// The largest file that an import takes.
const LARGEST_FILE: usize = 16 * 1024 * 1024;

/// The largest pack that a simulation or a check takes, as JSON: ten times what the fullest of ours has.
const LARGEST_PACK: usize = 2 * 1024 * 1024;

/// What every handler may ask for.
#[derive(Clone, FromRef)]
pub(crate) struct Api {
    pub(crate) app: Arc<App>,
    pub(crate) gate: Gate,
}

/// All routes, below `/routing/v1`.
pub(crate) fn routes(api: Api) -> OpenApiRouter {
    let imports = OpenApiRouter::new()
        .routes(routes!(directory::import_directory))
        .routes(routes!(changes::change_units))
        .routes(routes!(staff::import_staff))
        .layer(body_limit(LARGEST_FILE));
    let simulations = OpenApiRouter::new()
        .routes(routes!(simulate::simulate))
        .routes(routes!(policy::check_pack))
        .layer(body_limit(LARGEST_PACK));
    OpenApiRouter::new()
        .routes(routes!(access::access))
        .routes(routes!(units::units))
        .routes(routes!(units::unit))
        .routes(routes!(staff::staff))
        .routes(routes!(planned::planned_changes))
        .routes(routes!(planned::withdraw_change))
        .routes(routes!(orders::orders))
        .routes(routes!(counts::order_counts))
        .routes(routes!(orders::complaint_orders))
        .routes(routes!(clocks::complaint_clocks))
        .routes(routes!(hand_over::hand_over))
        .routes(routes!(return_order::return_order))
        .routes(routes!(dispute::dispute))
        .routes(routes!(decide_dispute::decide_dispute))
        .routes(routes!(ask_co_handler::ask_co_handler))
        .routes(routes!(supply::supply))
        .routes(routes!(acknowledge::acknowledge))
        .routes(routes!(confirm_alert::confirm_alert))
        .routes(routes!(supervise::supervise))
        .routes(routes!(answer_supervision::answer_supervision))
        .routes(routes!(ask_extension::ask_extension))
        .routes(routes!(ask_pause::ask_pause))
        .routes(routes!(approve_delay::approve_delay))
        .routes(routes!(refuse_delay::refuse_delay))
        .routes(routes!(resume_clock::resume_clock))
        .routes(routes!(holdings::complaint_holdings))
        .routes(routes!(migrate_policy::migrate_policy))
        .routes(routes!(policy::packs))
        .routes(routes!(policy::calendars))
        .routes(routes!(policy::letters))
        .merge(imports)
        .merge(simulations)
        .with_state(api)
}

/// What a database failure is to the caller: something to ask again for, or our fault.
fn failed(error: StoreError) -> Problem {
    if error.is_transient() {
        tracing::warn!(%error, "the database is away");
        Problem::unavailable(5)
    } else {
        Problem::failed(&error)
    }
}

/// The directory, as the policies look at it.
fn the_directory() -> Resource {
    Resource::new(Kind::Directory)
}

/// A complaint and who leads it, as the policies look at it.
fn matter(kind: Kind, complaint: &Complaint, order: Option<&Order>) -> Resource {
    Resource::new(kind)
        .of(complaint.id)
        .of_unit(Some(complaint.unit.clone()))
        .led_by(order.map(|order| order.lead.clone()))
        .restricted(complaint.restricted)
        .about(complaint.staff_concerned.clone())
}

/// A complaint in the hands of a unit: who acts on an order acts for the unit that holds it, or stands above it. The unit complained
/// about has no say in an order that is not its own.
fn held(kind: Kind, complaint: &Complaint, unit: &UnitPath) -> Resource {
    Resource::new(kind)
        .of(complaint.id)
        .led_by(Some(unit.clone()))
        .concerning(Some(complaint.unit.clone()))
        .restricted(complaint.restricted)
        .about(complaint.staff_concerned.clone())
}

/// The body of an import.
fn file(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Bytes, Problem> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if !kind.starts_with("text/csv") {
        let sentence = "send the file as text/csv";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-csv", sentence));
    }
    body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => Problem::bad_request("unreadable", "the body could not be read to its end"),
    })
}

/// A file that is refused: the first sentence, and each line with its own.
fn refused_file(code: &str, refusals: Vec<(Option<u64>, String)>) -> Problem {
    let first = refusals
        .first()
        .map(|(_, sentence)| sentence.clone())
        .unwrap_or_default();
    let line = |(line, sentence): (Option<u64>, String)| {
        FieldError::new(line.map_or_else(String::new, |line| format!("/{line}")), sentence)
    };
    Problem {
        errors: refusals.into_iter().map(line).collect(),
        ..Problem::refused(code, first)
    }
}
