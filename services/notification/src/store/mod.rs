//! Notification's tables: deliveries, and what is known of their complaints.

mod deliveries;
mod entity;
mod matters;
mod migration;

pub(crate) use deliveries::{add, by_id, claim, is_due, list, save, try_unreached};
pub(crate) use matters::{hear, matter, matters};
pub(crate) use migration::migrations;
