//! The bus: connect, streams, publish, consume, ack, trace headers. The only crate that names async-nats; it knows no event
//! by name.
//!
//! - [`Bus`]: one connection, made of a [`BusConfig`]; [`Bus::check`] and [`Bus::ensure_stream`] refuse a server or a stream
//!   that would lose events
//! - [`Bus::publish`]: durable, in order, without doubles
//! - [`Bus::consume`]: a durable consumer; each [`Message`] owns its acknowledgement
//! - [`Bus::request`] and [`Bus::answer`]: the few typed requests; [`Bus::tell`] and [`Bus::listen`]: heartbeats
//! - [`headers`]: an event as CloudEvents 1.0 headers
//! - [`child`]: the embedded default's own nats-server
//!
//! What the bus promises: what [`Bus::publish`] answered `Ok` is on the disk of the server (with `sync_interval: always`), a
//! message that is not acknowledged comes back. What it does not: that a stream never loses anything. The producer's database
//! is the record; sequences and heartbeats find the gaps (ARCHITECTURE.md, delivery).

pub mod child;
mod config;
mod connect;
mod consume;
mod error;
pub mod headers;
mod message;
mod publish;
mod request;
mod stream;
pub mod trace;
mod version;

pub use config::BusConfig;
pub use connect::Bus;
pub use consume::Consumption;
pub use error::BusError;
pub use headers::Malformed;
pub use message::{Message, RawMessage, ack_all};
pub use request::{Question, Questions, Words};
