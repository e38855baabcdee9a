//! What is known of a complaint, as far as it decides who may see its timeline.

use huiyin_kernel::{ComplaintId, StaffCode, UnitPath};

/// What is known of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// Which complaint it is.
    pub(crate) complaint: ComplaintId,
    /// Its number; known once its registration is heard.
    pub(crate) number: Option<String>,
    /// The unit complained about.
    pub(crate) unit: Option<UnitPath>,
    /// The unit that leads.
    pub(crate) lead: Option<UnitPath>,
    /// Whether it is restricted (R8.2), or may be: nobody has told yet.
    pub(crate) restricted: bool,
    /// The members of staff complained about (R4.10).
    pub(crate) concerned: Vec<StaffCode>,
}
