//! Audit's configuration.

use serde::Deserialize;

/// Audit's own keys; `config.default.toml` tells what they mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The organisation's IANA time zone.
    pub time_zone: String,
}
