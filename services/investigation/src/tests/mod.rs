//! The service over real databases: events heard within a change, requests through the router.

mod again;
mod conflict;
mod duty;
mod earlier;
mod either_order;
mod ending;
mod evidence;
mod kept;
mod lapse;
mod learning;
mod list;
mod looks;
mod mend;
mod moved;
mod opinions;
mod past;
mod policy;
mod race;
mod redress;
mod refusals;
mod reply;
mod room;
mod sanctions;
mod sealed;
mod waiting;
mod walk;
