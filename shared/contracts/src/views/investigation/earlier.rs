//! What a case has to do with others: its group, and the earlier files that it repeats (R3.6, R3.10).

use huiyin_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CaseLine, FormFinding, FormRedress, FormReply, RedressView};

/// A group of complaints of one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupView {
    /// Complaints in it: batches.
    pub complaints: u32,
    /// The people who complain in them.
    pub persons: u32,
}

/// An earlier case that this one repeats, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EarlierCase {
    /// The line of the list.
    #[serde(flatten)]
    pub line: CaseLine,
    /// The finding's code.
    pub finding: Option<String>,
    /// The root cause's code.
    pub root_cause: Option<String>,
    /// When it was replied to last.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub replied: Option<Timestamp>,
    /// How it ended.
    pub ending: Option<String>,
    /// What made it good.
    pub redress: Vec<RedressView>,
}

/// `GET /cases/{id}/answers`: a file in which the complainant was answered before.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct EarlierFile {
    /// The line of the list.
    #[serde(flatten)]
    pub line: CaseLine,
    /// Whether it is this very case, in an earlier round.
    pub own: bool,
    /// What was found and replied, the oldest first.
    pub answers: Vec<EarlierAnswer>,
    /// What made it good.
    pub redress: Vec<FormRedress>,
}

/// One answer.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct EarlierAnswer {
    /// What was found.
    pub finding: Option<FormFinding>,
    /// What was replied.
    pub reply: Option<FormReply>,
}
