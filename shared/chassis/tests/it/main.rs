//! Delivery between two small services, over a real bus, on both databases.

#[cfg(test)]
mod delivery;
#[cfg(test)]
mod pair;
