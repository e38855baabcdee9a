//! The service over real databases: events heard within a change, requests through the router.

mod again;
mod either_order;
mod ending;
mod lapse;
mod list;
mod looks;
mod moved;
mod opinions;
mod past;
mod race;
mod redress;
mod refusals;
mod reply;
mod room;
mod walk;
