//! The rules of routing, without SQL, HTTP, bus, clock or async.

pub(crate) mod accept;
pub(crate) mod assign;
pub(crate) mod clock;
pub(crate) mod complaint;
pub(crate) mod deadline;
pub(crate) mod directory;
pub(crate) mod effects;
pub(crate) mod end;
pub(crate) mod fire;
pub(crate) mod hand_over;
pub(crate) mod import_directory;
pub(crate) mod import_staff;
pub(crate) mod new_facts;
pub(crate) mod order;
pub(crate) mod relink;
pub(crate) mod reopen;
pub(crate) mod reply;
pub(crate) mod rules;
pub(crate) mod staff;
pub(crate) mod table;
pub(crate) mod unit;

#[cfg(test)]
pub(crate) mod samples;
