//! The tables as rows.

pub(crate) mod delivery;
pub(crate) mod matter;
