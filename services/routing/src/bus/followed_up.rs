//! The follow-up visit was made (R5.8).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::investigation::FollowedUpV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;
use crate::domain::clock::WaitsFor;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<FollowedUpV1>) -> Outcome {
    let at = heard.envelope.occurred;
    outcome(app.reached(change, heard.event.complaint, WaitsFor::FollowUp, at).await)
}
