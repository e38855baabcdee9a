//! Routing's units: their names and levels (R2.1).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_store::Change;

use crate::app::{App, Took};

pub(crate) async fn hear(_: &App, change: &mut Change, heard: Heard<UnitsChangedV1>) -> Outcome {
    let kept = crate::store::change_units(change, &heard.event.units).await;
    super::outcome(kept.map(|()| Took::Effect))
}
