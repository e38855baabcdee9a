//! Delivery between two small services, over a real bus, on both databases.

mod delivery;
mod pair;
