#![doc = include_str!("../README.md")]

mod address;
mod commands;
mod config;
mod cookies;
mod form;
mod language;
mod origin;
mod pages;
mod refusal;
mod services;
mod signal;
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
use huiyin_web::Gate;
use jiff::tz::TimeZone;
use sea_orm_migration::MigrationTrait;

pub use config::{Addresses, Config};
pub use language::Language;

use crate::services::Services;
use crate::words::Catalogues;

/// The desk.
pub struct Desk;

impl Service for Desk {
    const NAME: &'static str = "desk";
    const DEFAULTS: &'static str = include_str!("../config.default.toml");
    type Config = Config;

    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        Vec::new()
    }

    fn build(config: Config, parts: Parts) -> anyhow::Result<Built> {
        let door = Door::new(&config, Gate::new(parts.access, parts.clock), parts.ids)?;
        Ok(Built::new().pages(pages::router(door)))
    }
}

/// What every page may ask for.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) gate: Gate,
    pub(crate) services: Services,
    pub(crate) catalogues: Arc<Catalogues>,
    pub(crate) zone: TimeZone,
    pub(crate) language: Language,
    pub(crate) ids: Ids,
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
            catalogues: Arc::new(Catalogues::built_in()?),
            zone,
            language: config.language,
            ids,
            public: config.public_address.trim_end_matches('/').into(),
        })
    }
}
