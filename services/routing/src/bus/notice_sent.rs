//! The complainant was told: of more time, or of time that is not counted (R4.5, R4.12); of a stage (R5.6).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::notification::NoticeSentV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;
use crate::domain::clock::WaitsFor;
use crate::domain::follow_up::tells_of_a_stage;
use crate::domain::ledger::told_by;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<NoticeSentV1>) -> Outcome {
    let (complaint, at) = (heard.event.complaint, heard.envelope.occurred);
    match told_by(&heard.event.template) {
        Some(kind) => outcome(app.told(change, complaint, kind, at).await),
        None if tells_of_a_stage(&heard.event.template) => {
            outcome(app.reached(change, complaint, WaitsFor::Contact, at).await)
        }
        None => Outcome::Done,
    }
}
