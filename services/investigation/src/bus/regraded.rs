//! Routing's `regraded`: by what was heard since, the complaint is of another severity, or others approve its reply (R4.2, R5.4).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::routing::RegradedV1;
use huiyin_store::Change;

use crate::app::App;

pub(crate) async fn hear(app: &App, change: &mut Change, heard: Heard<RegradedV1>) -> Outcome {
    let event = heard.event;
    let regraded = app.regraded(change, event.complaint, event.severity, event.approve);
    super::outcome(regraded.await)
}
