//! The rules of routing, without SQL, HTTP, bus, clock or async.

pub(crate) mod accept;
pub(crate) mod acknowledge;
pub(crate) mod ask_co_handler;
pub(crate) mod ask_delay;
pub(crate) mod assign;
pub(crate) mod binding;
pub(crate) mod clock;
pub(crate) mod complaint;
pub(crate) mod conflict;
pub(crate) mod deadline;
pub(crate) mod decide_delay;
pub(crate) mod decide_dispute;
pub(crate) mod directory;
pub(crate) mod dispute;
pub(crate) mod effects;
pub(crate) mod end;
pub(crate) mod fire;
pub(crate) mod follow_up;
pub(crate) mod hand_over;
pub(crate) mod holding;
pub(crate) mod import_directory;
pub(crate) mod import_staff;
pub(crate) mod ledger;
pub(crate) mod migrate;
pub(crate) mod new_facts;
pub(crate) mod order;
pub(crate) mod pass_on;
pub(crate) mod pause;
pub(crate) mod recompute;
pub(crate) mod relink;
pub(crate) mod reopen;
pub(crate) mod reply;
pub(crate) mod resume;
pub(crate) mod return_order;
pub(crate) mod rules;
pub(crate) mod simulate;
pub(crate) mod staff;
pub(crate) mod start;
pub(crate) mod supply;
pub(crate) mod table;
pub(crate) mod undo_facts;
pub(crate) mod unit;
pub(crate) mod words;

#[cfg(test)]
pub(crate) mod samples;
