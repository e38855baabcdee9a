//! Files in the archive: how long they are kept, what holds them, and what was destroyed (R8.3).

use huiyin_kernel::{Actor, ComplaintId, Date, DestructionId, HoldId, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FilesQuery {
    /// Those whose last day is before this one, and that are neither destroyed nor on a list.
    #[param(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// The page's `next`, to go on after it.
    pub after: Option<String>,
    /// How many rows at most: 1 to 200; 50 where not given.
    pub limit: Option<u64>,
}

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileView {
    /// The complaint.
    pub complaint: ComplaintId,
    /// Its number.
    pub number: Option<String>,
    /// The unit complained about.
    pub unit: Option<UnitPath>,
    /// Since when it is in the archive.
    #[schema(value_type = String, format = DateTime)]
    pub archived: Timestamp,
    /// Its class; nothing where the policy pack sets no term, for then it is kept for good.
    pub class: Option<String>,
    /// The last day on which it is kept.
    #[schema(value_type = Option<String>, format = Date)]
    pub kept_until: Option<Date>,
    /// `kept`, `held`, `proposed`, `ordered` (services are destroying) or `destroyed`.
    pub state: String,
    /// The list that it stands on.
    pub list: Option<DestructionId>,
    /// What holds or held it, the oldest first.
    pub holds: Vec<HoldView>,
    /// Which service destroyed what, in the order of the record.
    pub destroyed: Vec<DestroyedView>,
}

/// What holds a file beyond its term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HoldView {
    /// The hold.
    pub id: HoldId,
    /// Why: `court`, `regulator`, `inspection`, `dispute` or `audit`.
    pub ground: String,
    /// The file number under which that is found.
    pub reference: String,
    /// Who put it on hold.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who ended it.
    pub released_by: Option<Actor>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub released: Option<Timestamp>,
}

/// What one service destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DestroyedView {
    /// `intake`, `routing` or `investigation`.
    pub service: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// How many rows were emptied or removed.
    pub rows: u64,
    /// How many files were removed.
    pub files: u64,
}

/// Puts a file on hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldFile {
    /// Why: `court`, `regulator`, `inspection`, `dispute` or `audit`.
    pub ground: String,
    /// The file number under which that is found: 1 to 64 characters without spaces. No name and nothing of the complaint.
    pub reference: String,
}

/// Proposes that files be destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeDestruction {
    /// 1 to 200 complaints, whose terms are over.
    #[schema(min_items = 1, max_items = 200)]
    pub complaints: Vec<ComplaintId>,
}

/// A list of files whose destruction was proposed. When all of them are destroyed it is the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DestructionView {
    /// The list.
    pub id: DestructionId,
    /// `proposed`, `dropped`, `ordered` (services are destroying) or `destroyed`.
    pub state: String,
    /// Who proposed it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who approved it or gave it up.
    pub decided_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided: Option<Timestamp>,
    /// Its files, as far as the caller sees them.
    pub files: Vec<FileView>,
}
