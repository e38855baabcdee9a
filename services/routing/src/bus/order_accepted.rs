//! A unit started work on its order (R4.3).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::investigation::OrderAcceptedV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<OrderAcceptedV1>) -> Outcome {
    let OrderAcceptedV1 { complaint, order, .. } = heard.event;
    outcome(app.accepted(change, complaint, order, heard.envelope.occurred).await)
}
