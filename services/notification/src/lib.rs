#![doc = include_str!("../README.md")]

mod api;
mod app;
mod bus;
mod config;
mod domain;
mod mail;
mod store;
mod texts;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use huiyin_chassis::{Built, Parts, Service};
use huiyin_web::Gate;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use sea_orm_migration::MigrationTrait;

pub use config::{Config, Mail, Retry, Smtp, Tls, Way};

use crate::api::Api;
use crate::app::App;
use crate::domain::delivery::Patience;
use crate::mail::{Mailer, Sender};
use crate::texts::Texts;

/// How often it is looked whether a notice is due.
const EVERY: Duration = Duration::from_millis(250);

/// The notification service.
pub struct Notification;

impl Service for Notification {
    const NAME: &'static str = "notification";
    const DEFAULTS: &'static str = include_str!("../config.default.toml");
    type Config = Config;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        store::migrations()
    }

    fn build(config: Config, parts: Parts) -> anyhow::Result<Built> {
        let gate = Gate::new(parts.access.clone(), parts.clock.clone());
        let app = Arc::new(app(&config, parts)?);
        let api = Api {
            app: Arc::clone(&app),
            gate,
        };
        let hears = bus::hears(&app);
        let send = move || -> futures::future::BoxFuture<'static, anyhow::Result<bool>> {
            let app = Arc::clone(&app);
            Box::pin(async move { app.send_due().await })
        };
        Ok(Built::new()
            .routes(api::routes(api))
            .hears(hears)
            .ticks("notices", EVERY, send))
    }
}

fn app(config: &Config, parts: Parts) -> anyhow::Result<App> {
    let zone = TimeZone::get(&config.time_zone).with_context(|| {
        format!(
            "notification.time_zone {:?} is no IANA time zone, as Asia/Shanghai is",
            config.time_zone
        )
    })?;
    let own_texts = (!config.templates.as_os_str().is_empty()).then_some(config.templates.as_path());
    let seconds = |seconds: u32| SignedDuration::from_secs(i64::from(seconds));
    Ok(App {
        zone,
        texts: Texts::load(own_texts)?,
        mailer: Mailer::new(config)?,
        sender: Sender::new(&config.mail.from)?,
        patience: Patience {
            attempts: config.retry.attempts,
            first: seconds(config.retry.first_seconds),
            longest: seconds(config.retry.longest_seconds),
        },
        at_once: config.mail.at_once,
        store: parts.store,
        bus: parts.bus,
        clock: parts.clock,
        ids: parts.ids,
    })
}
