//! Routing moved the time to reply, by a rule (R4.5, R4.12).

use huiyin_chassis::Outcome;
use huiyin_kernel::{ComplaintId, Timestamp};
use huiyin_store::Change;

use crate::app::App;

pub(crate) async fn hear(app: &App, change: &Change, complaint: ComplaintId, kind: &str, due: Timestamp) -> Outcome {
    match kind {
        "reply" => super::outcome(app.promised(change, complaint, due).await),
        _ => Outcome::Done,
    }
}
