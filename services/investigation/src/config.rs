//! Investigation's configuration; `config.default.toml` documents it.

use serde::Deserialize;

/// All of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// A policy pack in the binary.
    pub pack: String,
    /// A folder with a pack, instead of it; nothing where it is empty.
    pub pack_folder: String,
    /// The follow-up visit.
    pub follow_up: FollowUp,
}

/// The follow-up visit (R5.8).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// After how many calendar days from the reply a case no longer waits for the visit.
    pub lapse_days: u16,
    /// How often, in seconds, it is looked for cases whose visit has lapsed.
    pub look_seconds: u16,
}
