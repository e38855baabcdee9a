//! The archive's tables (R8.3).

mod files;
mod holds;
mod lists;

pub(crate) use files::{Gone, archived, destroyed, due, file, files, gone, known, listed, lock, reopened, set_fate};
pub(crate) use holds::{add_hold, end_hold, held, hold, holds};
pub(crate) use lists::{add_list, list, lists, lock_list, save_list};

use huiyin_kernel::{Actor, Timestamp};
use huiyin_store::{StoreError, instant, micros};

use crate::domain::archive::Act;

/// Who, as JSON, and when.
fn written(act: &Act) -> Result<(String, i64), StoreError> {
    Ok((serde_json::to_string(&act.by)?, micros(act.at)))
}

fn read(by: &str, at: i64) -> Result<Act, StoreError> {
    let by: Actor = serde_json::from_str(by)?;
    let at: Timestamp = instant(at);
    Ok(Act { by, at })
}
