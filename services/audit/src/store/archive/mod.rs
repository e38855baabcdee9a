//! The archive's tables (R8.3).

mod files;
mod holds;
mod lists;

pub(crate) use files::{Gone, archived, destroyed, due, file, files, gone, known, listed, lock, reopened, set_fate};
pub(crate) use holds::{add_hold, end_hold, held, hold, holds};
pub(crate) use lists::{add_list, list, lists, lock_list, save_list};

use super::act::{read, written};
