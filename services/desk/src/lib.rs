#![doc = include_str!("../README.md")]

mod address;
mod api;
mod app;
mod bulk;
mod bus;
mod commands;
mod config;
mod cookies;
mod domain;
mod entrance;
mod form;
mod fresh;
mod language;
mod live;
mod names;
mod origin;
mod pages;
mod passed;
mod provider;
mod refusal;
mod services;
mod sheet;
mod signal;
mod store;
mod visit;
mod words;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use anyhow::Context;
use huiyin_chassis::{Built, Parts, Service};
use huiyin_kernel::Ids;
use huiyin_store::DataKeys;
use huiyin_web::Gate;
use jiff::tz::TimeZone;
use sea_orm_migration::MigrationTrait;

pub use config::{Addresses, Config, Costs, Oidc, SecondFactor, Sessions, Streams};
pub use language::Language;

use crate::api::Api;
use crate::app::{App, Drafts, Views};
use crate::live::{Live, Pace};
use crate::names::UnitNames;
use crate::provider::Provider;
use crate::services::Services;
use crate::words::Catalogues;

/// The desk.
pub struct Desk;

impl Service for Desk {
    const NAME: &'static str = "desk";
    const DEFAULTS: &'static str = include_str!("../config.default.toml");
    type Config = Config;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        store::migrations()
    }

    fn build(config: Config, parts: Parts) -> anyhow::Result<Built> {
        config.passwords.params()?;
        let keys = DataKeys::new(Self::NAME, config.sealing.ring(&parts.ids)?);
        let views = Views::new(parts.store.clone());
        let drafts = Drafts::new(parts.store.clone(), keys.clone());
        let gate = Gate::new(parts.access, parts.clock);
        let lookup = bus::lookup(parts.bus.clone());
        let opens = bus::opens(parts.bus.clone());
        let oidc = config.oidc.checked(&config.public_address)?;
        let provider = oidc
            .map(|oidc| Provider::new(oidc, parts.store.clock().clone()))
            .transpose()?;
        let signs = |signer| {
            let terms = config.sessions.terms();
            let app = App::new(parts.store, parts.ids.clone(), signer, lookup, config.passwords, terms);
            let second = config.second_factor.duties.clone();
            Arc::new(app.opening(opens).with(provider).asking_second(keys.clone(), second))
        };
        let app = parts.signer.map(signs);
        let mut door = Door::new(&config, gate.clone(), parts.ids.clone())?;
        if !parts.callers.believes_headers() {
            let keyless = "the desk signs who asks: name the key of the installation in callers.key_file, or let it make one by callers.create_key";
            door.sign_in = Some(app.clone().context(keyless)?);
        }
        door.drafts = Some(drafts.clone());
        door.views = Some(views);
        let live = door.live.clone();
        let built = Built::new().pages(pages::router(door)).runs("live", move |stopping| {
            Box::pin(live::listen(parts.bus, live, stopping))
        });
        let built = bus::sweeps(built.seals(keys), &drafts);
        Ok(match app {
            Some(app) => bus::answers(built.routes(api::routes(Api { app: app.clone(), gate })), &app),
            None => built,
        })
    }
}

/// What every page may ask for.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) gate: Gate,
    pub(crate) services: Services,
    /// The pages that are open.
    pub(crate) live: Live,
    /// The units by their names.
    pub(crate) names: UnitNames,
    pub(crate) catalogues: Arc<Catalogues>,
    pub(crate) zone: TimeZone,
    pub(crate) language: Language,
    pub(crate) ids: Ids,
    /// Accounts and sessions; none where headers are believed.
    pub(crate) sign_in: Option<Arc<App>>,
    /// Drafts of registrations; none where the desk has no database, as in a test of pages alone.
    pub(crate) drafts: Option<Drafts>,
    /// Saved views, as drafts.
    pub(crate) views: Option<Views>,
    /// Whether browsers send the session over TLS alone.
    pub(crate) secure: bool,
    /// Where complainants reach the desk: it stands in the QR code of their receipt.
    pub(crate) public: Arc<str>,
}

impl Door {
    /// # Errors
    /// Where the configuration makes no sense.
    pub(crate) fn new(config: &Config, gate: Gate, ids: Ids) -> anyhow::Result<Self> {
        let zone = TimeZone::get(&config.time_zone).with_context(|| {
            format!(
                "time_zone {:?} is no IANA time zone, as Asia/Shanghai is",
                config.time_zone
            )
        })?;
        Ok(Self {
            gate,
            services: Services::new(&config.services, config.patience())?,
            live: Live::new(config.live.streams, Pace::default()),
            names: UnitNames::default(),
            catalogues: Arc::new(Catalogues::built_in()?),
            zone,
            language: config.language,
            ids,
            sign_in: None,
            drafts: None,
            views: None,
            secure: config.sessions.secure,
            public: config.public_address.trim_end_matches('/').into(),
        })
    }
}
