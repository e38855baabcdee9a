//! The rules of the record and of its figures. No SQL, HTTP, bus, clock or async.

pub(crate) mod act;
pub(crate) mod archive;
pub(crate) mod behind;
pub(crate) mod break_glass;
pub(crate) mod chain;
pub(crate) mod effect;
pub(crate) mod fact;
pub(crate) mod figures;
pub(crate) mod head;
pub(crate) mod known;
pub(crate) mod record;
pub(crate) mod reference;
pub(crate) mod sanction;
pub(crate) mod sight;
pub(crate) mod verify;
