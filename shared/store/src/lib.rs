//! A service's own database: SQLite or PostgreSQL, from the same entities and migrations.
//!
//! - [`Store`]: connects; hands out readers and [`Change`]s
//! - [`Change`]: one transaction that holds state, outbox rows, inbox rows and the idempotency record together
//! - [`feed`]: what the relay reads: the outbox in the order of its feed
//! - [`inbox`]: what a consumer has heard, and in which order it may apply it
//! - [`held`]: events that wait for an earlier one, or are parked because they cannot be applied
//! - [`idempotency`]: the answers to requests that may be sent again
//! - [`DataKeys`]: the keys under which a service seals what it keeps of each complaint
//!
//! It names no table of a service.

mod change;
mod config;
mod connect;
mod data_keys;
mod entity;
mod error;
pub mod feed;
pub mod held;
pub mod idempotency;
pub mod inbox;
mod instant;
mod migrate;
mod migration;
pub mod once;
mod only;
mod position;
mod sealing;
mod subtree;
mod trace;

pub use change::{Change, Said};
pub use config::StoreConfig;
pub use connect::Store;
pub use data_keys::DataKeys;
pub use error::StoreError;
pub use instant::{instant, micros};
pub use once::{Once, OnceError};
pub use only::Only;
pub use position::Position;
pub use sealing::{Sealing, is_sealed};
pub use subtree::within;
