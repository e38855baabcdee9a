//! The tables as rows.

pub(crate) mod entry;
pub(crate) mod fact;
