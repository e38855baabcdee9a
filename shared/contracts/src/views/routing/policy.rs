//! Moving complaints to another version of the policy pack (section 9).

use huiyin_kernel::ComplaintId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request to move open complaints to another version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MigratePolicy {
    /// The version: `rural-bank@2026.2`.
    pub to: String,
    /// Why, as a code that the event carries: `law_changed`.
    pub why: String,
    /// Why, in words that stay in the ledger: at most 500 characters.
    pub reason: String,
    /// The complaints; empty where `from` chooses them.
    #[serde(default)]
    pub complaints: Vec<ComplaintId>,
    /// Instead of complaints: the version whose open complaints are moved, the oldest 200 of them.
    #[serde(default)]
    pub from: Option<String>,
}

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PolicyMigrated {
    /// Each complaint.
    pub moved: Vec<MigratedView>,
    /// How many open complaints of the version `from` are left; 0 where complaints were named.
    pub left: u64,
}

/// A complaint that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MigratedView {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version that it was on.
    pub from: String,
    /// The version that it is on.
    pub to: String,
    /// How many of its clocks run by a due time that was computed anew.
    pub clocks_moved: usize,
}
