//! The complainant has a reply (R4.4).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::investigation::RepliedV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<RepliedV1>) -> Outcome {
    outcome(
        app.replied(change, heard.event.complaint, heard.envelope.occurred)
            .await,
    )
}
