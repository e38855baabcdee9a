//! Who did something and when, as columns.

use huiyin_kernel::{Actor, Timestamp};
use huiyin_store::{StoreError, instant, micros};

use crate::domain::act::Act;

/// Who, as JSON, and when.
pub(super) fn written(act: &Act) -> Result<(String, i64), StoreError> {
    Ok((serde_json::to_string(&act.by)?, micros(act.at)))
}

/// The same, where somebody did it.
pub(super) fn written_if(act: Option<&Act>) -> Result<(Option<String>, Option<i64>), StoreError> {
    Ok(act.map(written).transpose()?.unzip())
}

pub(super) fn read(by: &str, at: i64) -> Result<Act, StoreError> {
    let by: Actor = serde_json::from_str(by)?;
    let at: Timestamp = instant(at);
    Ok(Act { by, at })
}

pub(super) fn read_if(by: Option<&str>, at: Option<i64>) -> Result<Option<Act>, StoreError> {
    by.zip(at).map(|(by, at)| read(by, at)).transpose()
}
