//! What is asked and answered about break-glass: seeing a complaint that the rules keep from one (R8.1).

use huiyin_kernel::{Actor, BreakGlassId, ComplaintId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Asks to see a complaint for a while.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskBreakGlass {
    /// The complaint's number, as the one who asks knows it. Whether there is such a complaint is not told.
    pub number: String,
    /// Why: `safety`, `court`, `regulator`, `audit`, `absence` (whoever handles it is away) or `fault` (of the product).
    pub ground: String,
    /// The file number under which that is found: 1 to 64 characters, no spaces, no name.
    pub reference: String,
    /// For how many hours, 1 to 24.
    pub hours: u32,
}

/// A request, as those see it who made it or may decide it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BreakGlassView {
    /// Which one.
    #[schema(value_type = String, format = Uuid)]
    pub id: BreakGlassId,
    /// The number that was asked for.
    pub number: String,
    /// Why.
    pub ground: String,
    /// Where that is found.
    pub reference: String,
    /// For how many hours.
    pub hours: u32,
    /// `asked`, `open`, `refused`, `closed` (before its time) or `over`.
    pub state: String,
    /// Who asked.
    pub asked_by: Actor,
    /// When.
    #[schema(value_type = String, format = "date-time")]
    pub asked: Timestamp,
    /// Who opened or refused it.
    pub decided_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub decided: Option<Timestamp>,
    /// When it closes, or closed, by itself.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub until: Option<Timestamp>,
    /// Who closed it before its time.
    pub closed_by: Option<Actor>,
    /// Whether the caller may decide it.
    pub decidable: bool,
}

/// A complaint that is open to whoever asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenedView {
    /// The complaint.
    #[schema(value_type = String, format = Uuid)]
    pub complaint: ComplaintId,
    /// When it closes by itself.
    #[schema(value_type = String, format = "date-time")]
    pub until: Timestamp,
}
