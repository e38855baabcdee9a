//! The rules of telling people. No SQL, HTTP, bus, clock, mail or async.

pub(crate) mod delivery;
pub(crate) mod matter;
pub(crate) mod notice;
pub(crate) mod retry;
pub(crate) mod template;
pub(crate) mod words;
