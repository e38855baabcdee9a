//! What a complaint has to do with others: what it repeats (R3.6), and the group that it is part of (R3.4, R3.10).

use huiyin_kernel::ComplaintId;

/// As the register says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matter {
    /// How many people complain in it: one batch of so many persons.
    pub(crate) persons: u32,
    /// The earlier complaint that it repeats.
    pub(crate) earlier: Option<ComplaintId>,
    /// The group of complaints of one cause that it is in.
    pub(crate) group: Option<Group>,
}

/// A group of complaints of one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Complaints: batches.
    pub(crate) complaints: u32,
    /// The people who complain in them.
    pub(crate) persons: u32,
}
