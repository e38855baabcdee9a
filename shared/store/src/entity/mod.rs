//! The store's own tables; each service's database has them.

pub(crate) mod data_key;
pub(crate) mod feed;
pub(crate) mod feed_consumer;
pub(crate) mod feed_version;
pub(crate) mod held;
pub(crate) mod idempotency;
pub(crate) mod inbox;
pub(crate) mod inbox_position;
pub(crate) mod inbox_version;
pub(crate) mod outbox;
