//! What the desk can be told.

mod oidc;

use std::time::Duration;

use huiyin_seal::SealingConfig;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::app::Terms;
use crate::language::Language;

pub use oidc::Oidc;
pub(crate) use oidc::safe;

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
    /// What the hash of a password costs.
    pub passwords: Costs,
    /// How long sessions go on.
    pub sessions: Sessions,
    /// The organisation's own provider of identities.
    pub oidc: Oidc,
    /// Who must have a second factor.
    pub second_factor: SecondFactor,
    /// The keys of what drafts hold.
    pub sealing: SealingConfig,
    /// Pages that move.
    pub live: Streams,
}

/// `[passwords]`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Costs {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// `[live]`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Streams {
    /// How many pages are told at once that something happened; further ones are read as they were loaded.
    pub streams: usize,
}

/// `[second_factor]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondFactor {
    /// The duties whose holders must have one.
    pub duties: Vec<String>,
}

/// `[sessions]`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// After so many minutes without a request a session is over.
    pub idle_minutes: u32,
    /// After so many hours it is over in any case.
    pub longest_hours: u32,
    /// So many minutes a sign-in is fresh.
    pub fresh_minutes: u32,
    /// Whether browsers send the session over TLS alone.
    pub secure: bool,
}

impl Sessions {
    pub(crate) fn terms(self) -> Terms {
        Terms {
            idle: SignedDuration::from_mins(i64::from(self.idle_minutes.max(1))),
            longest: SignedDuration::from_hours(i64::from(self.longest_hours.max(1))),
            fresh: SignedDuration::from_mins(i64::from(self.fresh_minutes.max(1))),
        }
    }
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
