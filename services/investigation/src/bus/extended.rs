//! Routing gave a clock more time (R4.5).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::ledger::ClockExtendedV1;
use huiyin_store::Change;

use crate::app::App;

/// Limits inside the organisation are no promise to the complainant: the reply's alone is.
pub(crate) async fn hear(app: &App, change: &mut Change, heard: Heard<ClockExtendedV1>) -> Outcome {
    match heard.event.kind.as_str() {
        "reply" => super::outcome(app.extended(change, heard.event, heard.envelope.occurred).await),
        _ => Outcome::Done,
    }
}
