//! Who complains for another (R3.10).

use std::fmt;

use huiyin_kernel::{Actor, ComplaintId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who complains for the complainant, and by what authority. Personal data: kept and shown like the complainant's own.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnBehalf {
    /// As what: `representative`, `heir` or `guardian`.
    #[serde(default)]
    pub role: String,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The telephone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// What was shown: `power_of_attorney`, `certificate_of_inheritance`, `proof_of_kinship`, `guardianship`, `court_order`, or
    /// another code.
    #[serde(default)]
    pub authority: String,
    /// What tells that document from others: its number, who made it, its date. A copy is attached to the complaint.
    #[serde(default)]
    pub document: String,
    /// Whether replies and notices should go to them, once the authority is accepted.
    #[serde(default)]
    pub receives: bool,
}

/// What came of looking at the authority.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckAuthority {
    /// `accepted` or `refused`.
    pub outcome: String,
    /// Why, in a line of at most 200 characters; needed where it is refused. It should name no person.
    pub reason: Option<String>,
}

/// How far the authority of who complains for another is; nobody's identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RepresentationView {
    /// The complaint.
    pub complaint: ComplaintId,
    /// As what they complain.
    pub role: String,
    /// What they showed.
    pub authority: String,
    /// `shown`, `accepted` or `refused`.
    pub outcome: String,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Whether they are sent the replies and notices now, in the complainant's place.
    pub receives: bool,
    /// Who registered or checked it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl fmt::Debug for OnBehalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnBehalf(redacted)")
    }
}

impl fmt::Debug for CheckAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckAuthority(redacted)")
    }
}
