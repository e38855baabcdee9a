#![doc = include_str!("../README.md")]

mod api;
mod app;
mod config;
mod domain;
mod store;
#[cfg(test)]
mod testing;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use huiyin_chassis::{Built, Hears, Parts, Service};
use huiyin_contracts::requests::{Answer, OpenRequest};
use huiyin_web::Gate;
use jiff::tz::TimeZone;
use sea_orm_migration::MigrationTrait;

pub use config::Config;

use crate::api::Api;
use crate::app::App;

/// How often a batch of events enters the record at most: nobody waits for it.
const PACE: Duration = Duration::from_millis(50);

/// The audit service.
pub struct Audit;

impl Service for Audit {
    const NAME: &'static str = "audit";
    const DEFAULTS: &'static str = include_str!("../config.default.toml");
    type Config = Config;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        store::migrations()
    }

    fn build(config: Config, parts: Parts) -> anyhow::Result<Built> {
        let zone = TimeZone::get(&config.time_zone).with_context(|| {
            format!(
                "audit.time_zone {:?} is no IANA time zone, as Asia/Shanghai is",
                config.time_zone
            )
        })?;
        let app = Arc::new(App::new(parts.store, zone));
        let opens = Arc::clone(&app);
        let api = Api {
            app: Arc::clone(&app),
            gate: Gate::new(parts.access, parts.clock),
        };
        let hears = Hears::new().pace(PACE).all(move |change, envelopes| {
            let app = Arc::clone(&app);
            Box::pin(async move { app.hear(change, envelopes).await })
        });
        let built = Built::new().routes(api::routes(api)).hears(hears);
        Ok(built.answers("break_glass", move |question: OpenRequest| {
            let app = Arc::clone(&opens);
            Box::pin(async move {
                Ok(app.is_open(&question).await.unwrap_or_else(|error| {
                    tracing::warn!(%error, "a request of break-glass could not be read");
                    Answer::Unavailable
                }))
            })
        }))
    }
}
