//! The tables' rows.

pub(super) mod attachment;
pub(super) mod book;
pub(super) mod book_entry;
pub(super) mod book_missed;
pub(super) mod book_return;
pub(super) mod cluster;
pub(super) mod complaint;
pub(super) mod given_number;
pub(super) mod link;
pub(super) mod look;
pub(super) mod mark;
pub(super) mod note;
pub(super) mod representation;
pub(super) mod sealed;
pub(super) mod step;
pub(super) mod unit;
