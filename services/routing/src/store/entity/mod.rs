//! The rows, private to the store.

pub(super) mod calendar_seen;
pub(super) mod clock;
pub(super) mod cluster_count;
pub(super) mod complaint;
pub(super) mod deadline;
pub(super) mod directory;
pub(super) mod known;
pub(super) mod ledger;
pub(super) mod order;
pub(super) mod post;
pub(super) mod staff;
pub(super) mod unit;
pub(super) mod unit_change;
pub(super) mod unit_version;
