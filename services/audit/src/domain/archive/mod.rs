//! The archive: how long each file is kept, what holds it, and how it is destroyed (R8.3).

pub(crate) mod approve;
pub(crate) mod file;
pub(crate) mod hold;
pub(crate) mod list;
pub(crate) mod propose;

pub(crate) use file::{Fate, File, Term};
pub(crate) use hold::Hold;
pub(crate) use list::{Decided, List};

pub(crate) use super::act::Act;
