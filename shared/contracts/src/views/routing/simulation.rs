//! Recorded complaints, replayed against another version of the policy pack.

use std::collections::BTreeMap;

use huiyin_kernel::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Asks what another pack would have made of recorded complaints. Nothing is changed by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Simulate {
    /// The pack's name, with what is laid over it: `rural-bank+cn-banking-2020`.
    pub pack: String,
    /// The text of each of its files, by its path below the folder of all packs: `rural-bank/pack.toml`. Empty: the product's own
    /// pack of that name.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// The first day of registration; the first of all where it is absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day, itself included; today where it is absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

/// What would have become of the complaints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SimulationView {
    /// The version in force.
    pub before: String,
    /// The other.
    pub after: String,
    /// All complaints together.
    pub total: SimulatedCounts,
    /// By the unit complained about, in the order of their codes.
    pub units: Vec<SimulatedUnit>,
}

/// One unit's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SimulatedUnit {
    /// The unit's code.
    pub unit: String,
    /// Its counts.
    #[serde(flatten)]
    pub counts: SimulatedCounts,
}

/// Counts of complaints, as the version in force decides them (before) and as the other would (after).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SimulatedCounts {
    /// How many there are.
    pub complaints: u64,
    /// Those that another unit would lead.
    pub elsewhere: u64,
    /// Those that would be more severe.
    pub more_severe: u64,
    /// Those that would be less severe.
    pub less_severe: u64,
    /// Those with a limit that passed, by the version in force.
    pub breached_before: u64,
    /// Those with one by the other.
    pub breached_after: u64,
    /// Steps of ladders that the version in force takes (R4.7).
    pub escalations_before: u64,
    /// Those that the other would take.
    pub escalations_after: u64,
    /// Limits of the other that no calendar reaches, and that were not counted (R4.6).
    pub not_counted: u64,
}
