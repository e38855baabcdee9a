#![doc = include_str!("../README.md")]

mod api;
mod app;
mod bus;
mod config;
mod domain;
mod files;
mod store;

use std::sync::Arc;
use std::time::Duration;

use huiyin_chassis::{Built, Parts, Service};
use huiyin_web::Gate;
use sea_orm_migration::MigrationTrait;

pub use config::{Attachments, Config, Matching, Numbers, Receipts};

use crate::api::Api;
use crate::app::{App, Settings};

/// How often the folder of files is looked through for what crashes left.
const SWEEP: Duration = Duration::from_secs(6 * 3600);

/// The intake service.
pub struct Intake;

impl Service for Intake {
    const NAME: &'static str = "intake";
    const DEFAULTS: &'static str = include_str!("../config.default.toml");
    type Config = Config;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        store::migrations()
    }

    fn build(config: Config, parts: Parts) -> anyhow::Result<Built> {
        let settings = Settings {
            receipts: config.receipt_key(&parts.ids)?,
            matching: config.matching_key(&parts.ids)?,
            series: config.series()?,
            quota: config.quota(),
            throttle: config.throttle(),
            files: config.attachments.folder,
        };
        let app = Arc::new(App::new(parts.store, settings));
        let api = Api {
            app: Arc::clone(&app),
            gate: Gate::new(parts.access, parts.clock),
        };
        let (asked, sweeps) = (Arc::clone(&app), Arc::clone(&app));
        Ok(Built::new()
            .routes(api::routes(api))
            .hears(bus::hears(&app))
            .answers("contact", move |request| {
                let app = Arc::clone(&asked);
                Box::pin(async move { Ok(app.contact(request).await) })
            })
            .ticks("attachments", SWEEP, move || {
                let app = Arc::clone(&sweeps);
                Box::pin(async move {
                    app.sweep().await?;
                    Ok(false)
                })
            }))
    }
}
