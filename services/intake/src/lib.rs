#![doc = include_str!("../README.md")]

mod api;
mod app;
mod bus;
mod config;
mod domain;
mod store;

use std::sync::Arc;

use huiyin_chassis::{Built, Parts, Service};
use huiyin_web::Gate;
use sea_orm_migration::MigrationTrait;

pub use config::{Config, Numbers, Receipts};

use crate::api::Api;
use crate::app::App;

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
        let key = config.receipt_key(&parts.ids)?;
        let app = Arc::new(App::new(parts.store, key, config.series()?));
        let api = Api {
            app: Arc::clone(&app),
            gate: Gate::new(parts.access, parts.clock),
        };
        let asked = Arc::clone(&app);
        Ok(Built::new()
            .routes(api::routes(api))
            .hears(bus::hears(&app))
            .answers("contact", move |request| {
                let app = Arc::clone(&asked);
                Box::pin(async move { Ok(app.contact(request).await) })
            }))
    }
}
