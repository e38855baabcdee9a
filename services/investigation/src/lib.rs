#![doc = include_str!("../README.md")]

mod api;
mod app;
mod bus;
mod config;
mod domain;
mod store;
#[cfg(test)]
mod tests;

use std::time::Duration;

use anyhow::Context;
use huiyin_chassis::{Built, Parts, Service};
use huiyin_policy::Pack;
use huiyin_web::Gate;
use jiff::SignedDuration;
use sea_orm_migration::MigrationTrait;

pub use config::{Config, FollowUp};

/// The service.
pub struct Investigation;

impl Service for Investigation {
    const NAME: &'static str = "investigation";
    const DEFAULTS: &'static str = include_str!("../config.default.toml");
    type Config = Config;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        store::migrations()
    }

    fn build(config: Config, parts: Parts) -> anyhow::Result<Built> {
        anyhow::ensure!(
            config.follow_up.look_seconds > 0,
            "follow_up.look_seconds must be at least 1"
        );
        let lapse = SignedDuration::from_hours(24 * i64::from(config.follow_up.lapse_days));
        let packs = app::Packs::new(pack(&config)?);
        let app = app::App::new(parts.store, lapse, packs);
        let gate = Gate::new(parts.access, parts.clock);
        let look = Duration::from_secs(u64::from(config.follow_up.look_seconds));
        let lapsing = app.clone();
        Ok(Built::new()
            .hears(bus::hears(&app))
            .ticks("follow_up_lapse", look, move || {
                let app = lapsing.clone();
                Box::pin(async move { Ok(app.lapse().await?) })
            })
            .routes(api::routes(app, gate)))
    }
}

fn pack(config: &Config) -> anyhow::Result<Pack> {
    if config.pack_folder.is_empty() {
        let known = || Pack::embedded_names().collect::<Vec<_>>().join(", ");
        return Pack::embedded(&config.pack).with_context(|| {
            format!(
                "investigation.pack {:?} cannot be used; there are: {}",
                config.pack,
                known()
            )
        });
    }
    Pack::load(&config.pack_folder)
        .with_context(|| format!("investigation.pack_folder {:?} cannot be used", config.pack_folder))
}
