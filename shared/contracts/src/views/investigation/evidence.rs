//! Evidence in files (R5.1).

use huiyin_kernel::{Actor, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The header that tells why an upload takes the place of other evidence: UTF-8, percent-encoded.
pub const REASON: &str = "huiyin-reason";

/// One piece of evidence, without its name and content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceView {
    /// It.
    pub id: Uuid,
    /// `record`, `recording`, `photo` …
    pub kind: String,
    /// Who gave it, by role.
    pub given_by: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// How long it is.
    pub bytes: u64,
    /// What its first bytes tell that it is.
    pub media_type: String,
    /// `clean`, `unscanned`, `over_limit`, `encrypted` or `infected`. What is infected is not given out.
    pub scan: String,
    /// When it was taken in.
    #[schema(value_type = String, format = DateTime)]
    pub added: Timestamp,
    /// Who took it in.
    pub by: Actor,
    /// The evidence that it took the place of.
    pub supersedes: Option<Uuid>,
    /// The evidence that took its place.
    pub superseded_by: Option<Uuid>,
    /// Who had to do with it, the oldest line first.
    pub custody: Vec<CustodyLine>,
}

/// A line of the custody list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustodyLine {
    /// `received`, `scanned`, `given_out` or `superseded`.
    pub what: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// From whom it came, by role, or what the scanner says.
    pub note: Option<String>,
    /// The hash that it had.
    pub sha256: String,
}

/// Evidence, as the form names it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct FormEvidence {
    /// Without its words.
    #[serde(flatten)]
    pub evidence: EvidenceView,
    /// The file's own name.
    pub name: Option<String>,
    /// Why it took the place of another.
    pub reason: Option<String>,
}
