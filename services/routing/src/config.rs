//! Routing's configuration.

use serde::Deserialize;

/// Routing's own keys; `config.default.toml` tells what they mean.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// A policy pack in the binary.
    pub pack: String,
    /// A folder with a pack, instead of it; nothing where it is empty.
    pub pack_folder: String,
    /// The IANA time zone of units that have none.
    pub time_zone: String,
    /// Seconds between two looks for deadlines.
    pub tick_seconds: u64,
    /// For how many days ahead the calendar must be loaded.
    pub calendar_days_ahead: u32,
}
