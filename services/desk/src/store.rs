//! The desk's tables: accounts, mistakes, sessions.

mod accounts;
mod entity;
mod migration;
mod sessions;

pub(crate) use accounts::{
    Account, account, accounts, forget_mistakes, mistakes, note_mistakes, save, save_if_unchanged, sweep_mistakes,
};
pub(crate) use migration::migrations;
pub(crate) use sessions::{Session, add, by_hash, end, end_all_of, end_token, see, sweep, tokens};
