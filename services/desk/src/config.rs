//! What the desk can be told.

use std::time::Duration;

use serde::Deserialize;

use crate::language::Language;

/// The desk's section of the configuration; `config.default.toml` documents each key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The IANA time zone that the pages show times in.
    pub time_zone: String,
    /// The pages' language where nobody asks for one.
    pub language: Language,
    /// How many seconds a service has to answer.
    pub patience_seconds: u64,
    /// Where complainants reach the desk, as `https://complaints.bank.example`: it stands in the QR code of their receipt.
    /// Empty: where this process listens, if it runs all services.
    pub public_address: String,
    /// Where the services are.
    pub services: Addresses,
}

/// The address of each service's HTTP API, as `http://127.0.0.1:8080`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    /// The register.
    pub intake: String,
    /// Orders and clocks.
    pub routing: String,
    /// Cases.
    pub investigation: String,
    /// Notices.
    pub notification: String,
    /// The record.
    pub audit: String,
}

impl Config {
    /// The same, with every service at one address: for a process that runs them all.
    #[must_use]
    pub fn at(self, base: &str) -> Self {
        let base = || base.to_owned();
        let services = Addresses {
            intake: base(),
            routing: base(),
            investigation: base(),
            notification: base(),
            audit: base(),
        };
        let public_address = match self.public_address.as_str() {
            "" => base(),
            told => told.to_owned(),
        };
        Self {
            services,
            public_address,
            ..self
        }
    }

    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.patience_seconds.max(1))
    }
}
