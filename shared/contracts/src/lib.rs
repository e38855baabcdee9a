//! All that crosses a service's boundary: events, bus requests, HTTP views. No entity, no logic.
//!
//! - [`Envelope`]: an event as it travels (CloudEvents 1.0, binary mode)
//! - [`Event`] and [`events`]: the payloads, each named with its version; published means frozen
//! - [`subjects`]: every subject of the bus, built in one place
//! - [`permissions`]: who may say and hear what on the bus
//! - [`requests`]: the few typed requests between services
//! - [`asyncapi`]: all of it as a document for integrators' tools
//! - [`views`]: what the services' HTTP APIs answer

mod asyncapi;
mod catalogue;
mod envelope;
mod event;
pub mod events;
pub mod permissions;
pub mod requests;
#[cfg(test)]
mod schema_tests;
pub mod subjects;
pub mod views;

pub use asyncapi::asyncapi;
pub use catalogue::{Entry, catalogue};
pub use envelope::Envelope;
pub use event::{Event, Scope, decode};
