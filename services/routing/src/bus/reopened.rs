//! A dissatisfied complainant's case goes to a higher level (R5.8).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::investigation::ReopenedV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<ReopenedV1>) -> Outcome {
    outcome(app.reopened(change, heard.event.complaint, &heard.event.unit).await)
}
