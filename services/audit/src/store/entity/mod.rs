//! The tables as rows.

pub(crate) mod break_glass;
pub(crate) mod destroyed;
pub(crate) mod entry;
pub(crate) mod fact;
pub(crate) mod file;
pub(crate) mod head;
pub(crate) mod hold;
pub(crate) mod improvement;
pub(crate) mod list;
pub(crate) mod sanction;
