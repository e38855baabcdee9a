//! Routing's units: their names and levels (R2.1).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_store::Change;

use crate::app::App;

pub(crate) async fn hear(app: &App, change: &mut Change, heard: Heard<UnitsChangedV1>) -> Outcome {
    super::outcome(app.units_changed(change, &heard.event).await)
}
