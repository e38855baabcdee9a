//! The bus against a real nats-server.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy knows the tests, and not what helps them"
)]

mod child;
mod consuming;
mod integrations;
mod permissions;
mod publishing;
mod requests;
mod stream;
mod world;
