//! The service over real databases: events heard within a change, requests through the router.

mod either_order;
mod lapse;
mod list;
mod looks;
mod moved;
mod past;
mod race;
mod refusals;
mod room;
mod walk;
