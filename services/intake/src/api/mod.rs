//! Intake's HTTP API: one file for each thing that can be asked.

mod access;
mod answer;
mod attachments;
mod books;
mod commands;
mod complaints;
mod file_name;
mod imports;
mod links;
mod look;
mod progress;
mod recognise;
mod register;
mod represent;
mod returns;

use std::sync::Arc;

use axum::extract::FromRef;
use huiyin_web::{Gate, body_limit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// How long a bulk registration may be, in bytes.
const IMPORT_LIMIT: usize = 8 << 20;

/// What every handler may ask for.
#[derive(Clone, FromRef)]
pub(crate) struct Api {
    pub(crate) app: Arc<App>,
    pub(crate) gate: Gate,
}

/// All routes, below `/intake/v1`.
pub(crate) fn routes(api: Api) -> OpenApiRouter {
    let imports = OpenApiRouter::new()
        .routes(routes!(imports::import))
        .layer(body_limit(IMPORT_LIMIT));
    OpenApiRouter::new()
        .routes(routes!(access::access))
        .routes(routes!(complaints::list, register::register))
        .routes(routes!(complaints::count))
        .routes(routes!(complaints::get))
        .routes(routes!(commands::accept))
        .routes(routes!(commands::decline))
        .routes(routes!(commands::settle))
        .routes(routes!(commands::withdraw))
        .routes(routes!(commands::add_information))
        .routes(routes!(attachments::list, attachments::attach))
        .routes(routes!(attachments::look))
        .routes(routes!(links::list, links::link))
        .routes(routes!(links::undo))
        .routes(routes!(links::candidates))
        .routes(routes!(recognise::recognise))
        .routes(routes!(books::list, books::keep))
        .routes(routes!(books::missed))
        .routes(routes!(books::figures))
        .routes(routes!(books::end))
        .routes(routes!(returns::list, returns::take))
        .routes(routes!(returns::amend))
        .routes(routes!(represent::get))
        .routes(routes!(represent::check))
        .routes(routes!(look::look))
        .routes(routes!(progress::progress))
        .routes(routes!(progress::withdraw))
        .routes(routes!(progress::add_information))
        .routes(routes!(progress::attach))
        .routes(routes!(progress::rate))
        .routes(routes!(progress::disagree))
        .merge(imports)
        .with_state(api)
}
