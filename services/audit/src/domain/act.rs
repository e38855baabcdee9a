//! Who did something, and when.

use huiyin_kernel::{Actor, Timestamp};

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Act {
    pub(crate) by: Actor,
    pub(crate) at: Timestamp,
}
