//! A case goes to a higher level, or to the appeals body (R5.8, R5.11).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::investigation::ReopenedV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;
use crate::domain::reopen::Reopen;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<ReopenedV1>) -> Outcome {
    let event = heard.event;
    let reopen = Reopen {
        leaves: &event.unit,
        appeal: event.why.as_deref() == Some("appeal"),
    };
    outcome(app.reopened(change, event.complaint, reopen).await)
}
