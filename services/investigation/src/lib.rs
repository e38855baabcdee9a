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
use huiyin_policy::{Pack, Shelf};
use huiyin_store::DataKeys;
use huiyin_web::Gate;
use jiff::SignedDuration;
use sea_orm_migration::MigrationTrait;

pub use config::{Config, Evidence, FollowUp};

/// How often evidence is looked through for what crashes left.
const SWEEP: Duration = Duration::from_secs(6 * 3600);

/// How often uploads that were given up are cleared away.
const CLEAR: Duration = Duration::from_secs(10);

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
        let packs = packs(&config)?;
        let keeping = config.evidence.keeping(&parts.ids, &parts.clock)?;
        let keys = DataKeys::new(Self::NAME, config.sealing.ring(&parts.ids)?);
        let app = app::App::new(parts.store, keys.clone(), lapse, packs, keeping);
        let gate = Gate::new(parts.access, parts.clock);
        let look = Duration::from_secs(u64::from(config.follow_up.look_seconds));
        let (lapsing, mending, versions) = (app.clone(), app.clone(), app.clone());
        let reminding = app.clone();
        let built = keeps_evidence(Built::new(), &app, look);
        Ok(built
            .hears(bus::hears(&app))
            .seals(keys)
            .ticks("follow_up_lapse", look, move || {
                let app = lapsing.clone();
                Box::pin(async move { Ok(app.lapse().await?) })
            })
            .ticks("circulars_not_acknowledged", look, move || {
                let app = reminding.clone();
                Box::pin(async move { Ok(app.remind_of_circulars().await?) })
            })
            .ticks("cases_from_before_an_upgrade", look, move || {
                let app = mending.clone();
                Box::pin(async move { Ok(app.mend().await?) })
            })
            .warns("policy", move || {
                let app = versions.clone();
                Box::pin(async move { app.check_policies().await })
            })
            .routes(api::routes(app, gate)))
    }
}

/// Scans evidence, clears away what was given up and what crashes left, and watches its store.
fn keeps_evidence(built: Built, app: &app::App, look: Duration) -> Built {
    let (scanning, sweeping) = (app.clone(), app.clone());
    let (clearing, keeping) = (app.clone(), app.clone());
    built
        .ticks("evidence_to_scan", look, move || {
            let app = scanning.clone();
            Box::pin(async move { Ok(app.scan().await?) })
        })
        .ticks("given_up_uploads", CLEAR, move || {
            let app = clearing.clone();
            Box::pin(async move {
                app.clear_uploads().await?;
                Ok(false)
            })
        })
        .ticks("evidence_sweep", SWEEP, move || {
            let app = sweeping.clone();
            Box::pin(async move {
                app.sweep().await?;
                Ok(false)
            })
        })
        // Without it everything else goes on: no reason to take the cases away.
        .warns("evidence", move || {
            let app = keeping.clone();
            Box::pin(async move { app.check_evidence().await })
        })
}

/// The configured pack, with the versions that stand beside its folder.
fn packs(config: &Config) -> anyhow::Result<app::Packs> {
    if config.pack_folder.is_empty() {
        let known = || Pack::embedded_names().collect::<Vec<_>>().join(", ");
        let pack = Pack::embedded(&config.pack).with_context(|| {
            format!(
                "investigation.pack {:?} cannot be used; there are: {}",
                config.pack,
                known()
            )
        })?;
        return Ok(app::Packs::new(pack));
    }
    let wrong = || format!("investigation.pack_folder {:?} cannot be used", config.pack_folder);
    let pack = Pack::load(&config.pack_folder).with_context(wrong)?;
    let shelf = Shelf::beside(&config.pack_folder).with_context(wrong)?;
    Ok(app::Packs::with(pack, &shelf))
}
