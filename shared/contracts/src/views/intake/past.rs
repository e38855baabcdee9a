//! Complaints of the past, registered in bulk.

use huiyin_kernel::{ComplaintId, ComplaintNumber, Timestamp, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Complainant;

/// Complaints of the past from one source. Nobody is told of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Imports {
    /// Where they come from: the mapping's name; at most 64 characters.
    pub source: String,
    /// The complaints: 1 to 1 000. Each is taken or refused on its own.
    pub rows: Vec<PastComplaint>,
}

/// One complaint of the past. Fields as in `Register`, where not said otherwise.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PastComplaint {
    /// The row's key in its source: what was registered under it once is not registered again. At most 200 characters.
    pub key: String,
    /// The channel it came by.
    pub channel: String,
    /// The unit complained about.
    pub unit: UnitCode,
    /// The unit that registers; absent: the root.
    pub registered_by_unit: Option<UnitCode>,
    /// The class.
    pub class: Option<String>,
    /// The business line.
    pub line: Option<String>,
    /// The product.
    pub product: Option<String>,
    /// Who complained, where the source tells.
    pub complainant: Option<Complainant>,
    /// The language for letters.
    pub language: Option<String>,
    /// What they said, where the source tells.
    pub narrative: Option<String>,
    /// What they asked for.
    pub asked_for: Option<String>,
    /// When it began to happen.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub occurred_from: Option<Timestamp>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub occurred_to: Option<Timestamp>,
    /// When it was told to the organisation.
    #[schema(value_type = String, format = DateTime)]
    pub received: Timestamp,
    /// Whether the press had it.
    #[serde(default)]
    pub media: bool,
    /// How it ended.
    pub past: Past,
}

/// How a complaint of the past ended, as its source tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Past {
    /// When it ended; absent where it has not, or the source does not tell.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed: Option<Timestamp>,
    /// The way it ended: a code, or the source's own word. Absent where it has not ended.
    pub ending: Option<String>,
    /// The finding's code.
    pub finding: Option<String>,
    /// Whether it was answered in time.
    pub in_time: Option<bool>,
}

/// What became of the rows, in the request's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportAnswer {
    /// How many were registered.
    pub registered: u32,
    /// How many stood in the register already.
    pub already: u32,
    /// How many were refused.
    pub refused: u32,
    /// Each row.
    pub rows: Vec<ImportRow>,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportRow {
    /// The row's key.
    pub key: String,
    /// `registered`, `already` or `refused`.
    pub outcome: String,
    /// The complaint, unless refused.
    pub id: Option<ComplaintId>,
    /// Its number, unless refused.
    pub number: Option<ComplaintNumber>,
    /// Why it was refused.
    pub sentence: Option<String>,
}
