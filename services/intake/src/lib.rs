#![doc = include_str!("../README.md")]

mod api;
mod app;
mod bus;
mod config;
mod domain;
mod store;

use std::sync::Arc;
use std::time::Duration;

use huiyin_chassis::{Built, Parts, Service};
use huiyin_store::DataKeys;
use huiyin_web::Gate;
use sea_orm_migration::MigrationTrait;

pub use config::{Attachments, Config, Matching, Numbers, OpinionBooks, Receipts};

use crate::api::Api;
use crate::app::{App, Settings};

/// How often the files are looked through for what crashes left.
const SWEEP: Duration = Duration::from_secs(6 * 3600);

/// How often uploads that were given up are cleared away.
const CLEAR: Duration = Duration::from_secs(10);

/// How often it is looked whether something was kept in clear before an upgrade.
const SEALING: Duration = Duration::from_secs(5);

/// How often it is looked whether an opinion book's day was missed.
const MISSES: Duration = Duration::from_secs(5);

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
        let keys = DataKeys::new(Self::NAME, config.sealing.ring(&parts.ids)?);
        let settings = Settings {
            receipts: config.receipt_key(&parts.ids)?,
            matching: config.matching_key(&parts.ids)?,
            keys: keys.clone(),
            series: config.series()?,
            quota: config.quota(),
            uploads: config.uploads(),
            pace: config.pace(),
            throttle: config.throttle(),
            lookups_per_minute: config.matching.lookups_per_minute,
            schedule: config.schedule()?,
            files: config.files(&parts.ids, &parts.clock)?,
            book_channel: config.opinion_books.channel,
        };
        let app = Arc::new(App::new(parts.store, settings));
        let api = Api {
            app: Arc::clone(&app),
            gate: Gate::new(parts.access, parts.clock),
        };
        let built = Built::new()
            .routes(api::routes(api))
            .hears(bus::hears(&app))
            .seals(keys);
        Ok(watches(ticks(answers(built, &app), &app), &app))
    }
}

fn answers(built: Built, app: &Arc<App>) -> Built {
    let app = Arc::clone(app);
    built.answers("contact", move |request| {
        let app = Arc::clone(&app);
        Box::pin(async move { Ok(app.contact(request).await) })
    })
}

fn ticks(built: Built, app: &Arc<App>) -> Built {
    let (sweeps, misses, sealing) = (Arc::clone(app), Arc::clone(app), Arc::clone(app));
    let clears = Arc::clone(app);
    built
        .ticks("given-up uploads", CLEAR, move || {
            let app = Arc::clone(&clears);
            Box::pin(async move {
                app.clear_uploads().await?;
                Ok(false)
            })
        })
        .ticks("attachments", SWEEP, move || {
            let app = Arc::clone(&sweeps);
            Box::pin(async move {
                app.sweep().await?;
                Ok(false)
            })
        })
        .ticks("opinion books", MISSES, move || {
            let app = Arc::clone(&misses);
            Box::pin(async move { Ok(app.miss_days().await?) })
        })
        .ticks("sealing", SEALING, move || {
            let app = Arc::clone(&sealing);
            Box::pin(async move { Ok(app.seal_old().await?) })
        })
}

fn watches(built: Built, app: &Arc<App>) -> Built {
    let (calendar, unset, files) = (Arc::clone(app), Arc::clone(app), Arc::clone(app));
    built
        .measures(
            "opinion_books_without_calendar",
            "Opinion books that do not know their next working day.",
            move || {
                let app = Arc::clone(&unset);
                Box::pin(async move { app.count_unset_books().await.map_err(|error| error.to_string()) })
            },
        )
        .warns("opinion_books", move || {
            let app = Arc::clone(&calendar);
            Box::pin(async move { app.check_books().await })
        })
        // Without it everything else goes on: no reason to take the register away.
        .warns("attachments", move || {
            let app = Arc::clone(&files);
            Box::pin(async move { app.check_files().await })
        })
}
