//! Audit's tables: the record, the figures' facts, the archive, and break-glass.

mod act;
mod append;
pub(crate) mod archive;
pub(crate) mod break_glass;
pub(crate) mod effects;
mod entity;
mod facts;
pub(crate) mod figures;
pub(crate) mod heads;
mod migration;
pub(crate) mod reads;
pub(crate) mod sanctions;

pub(crate) use append::{append, is_taken};
pub(crate) use effects::apply_done;
pub(crate) use facts::apply;
pub(crate) use heads::apply_heads;
pub(crate) use migration::migrations;
pub(crate) use sanctions::apply_sanction;

#[cfg(test)]
mod tests;
