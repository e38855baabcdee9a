//! The desk's promises. Nothing stands in for a service: pages are rendered from views, or the services are away.

mod admin;
mod archive;
mod at_once;
mod away;
mod bulk;
mod drafts;
mod entries;
mod every_page;
mod export;
mod given;
mod house;
mod known;
mod moving;
mod password;
mod payloads;
mod policy;
mod provider;
mod refused;
mod room;
mod scripts;
mod second;
mod shown;
mod sign_in;
mod views;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Uri};
use axum::response::Response;
use huiyin_access::Access;
use huiyin_kernel::HeldClock;
use huiyin_web::{Caller, Gate};
use tower::ServiceExt;

use crate::visit::Visit;
use crate::{Config, Desk, Door, pages, samples};
use huiyin_chassis::Service;

/// Nobody listens here: the port is reserved, and no service of this machine has it.
const CLOSED: &str = "http://127.0.0.1:1";

fn config() -> Config {
    let config: Config = toml::from_str(Desk::DEFAULTS).unwrap();
    config.at(CLOSED)
}

/// A desk whose services are all away, an hour after the sample complaint was registered.
pub(crate) fn door() -> Door {
    let now = samples::complaint().registered + jiff::SignedDuration::from_hours(1);
    let access = Arc::new(Access::built_in().unwrap());
    let clock = HeldClock::at(now).clock();
    let ids = huiyin_kernel::Ids::seeded(clock.clone(), 1);
    Door::new(&config(), Gate::new(access, clock), ids).unwrap()
}

/// The operator's visit at an address.
pub(crate) fn visit(uri: &str) -> Visit {
    let mut visit = Visit::of(&uri.parse::<Uri>().unwrap(), &HeaderMap::new(), &door());
    visit.caller = Caller(huiyin_access::Caller::operator());
    visit
}

async fn get(uri: &str, headers: &[(&str, &str)]) -> Response {
    let request = headers.iter().fold(Request::get(uri), |request, (name, value)| {
        request.header(*name, *value)
    });
    let request = request.body(Body::empty()).unwrap();
    pages::router(door()).oneshot(request).await.unwrap()
}

pub(crate) async fn html(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}
