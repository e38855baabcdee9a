//! The complainant was told of more time, or of time that is not counted (R4.5, R4.12).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::notification::NoticeSentV1;
use huiyin_store::Change;

use super::outcome;
use crate::app::App;
use crate::domain::ledger::told_by;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<NoticeSentV1>) -> Outcome {
    match told_by(&heard.event.template) {
        Some(kind) => outcome(
            app.told(change, heard.event.complaint, kind, heard.envelope.occurred)
                .await,
        ),
        None => Outcome::Done,
    }
}
