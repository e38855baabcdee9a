//! Routing's tables. Reads take any connection, writes take a [`Change`](huiyin_store::Change).

pub(crate) mod changes;
pub(crate) mod deadlines;
pub(crate) mod destroy;
pub(crate) mod directory;
mod entity;
pub(crate) mod known;
pub(crate) mod ledger;
pub(crate) mod lists;
pub(crate) mod matters;
pub(crate) mod migration;
pub(crate) mod motion;
pub(crate) mod past;
mod rows;
pub(crate) mod staff;

use std::fmt::Display;
use std::str::FromStr;

use huiyin_store::StoreError;
use sea_orm::DbErr;

/// Rows that one statement writes: SQLite takes 32 766 values, the widest row has 23.
const ROWS: usize = 1_000;

/// A text of a row as what it was written from.
fn read<T: FromStr<Err: Display>>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error| broken(&format!("{text:?}: {error}")))
}

/// A row that holds what was never written so.
fn broken(what: &str) -> StoreError {
    DbErr::Custom(format!("a row cannot be read: {what}")).into()
}
