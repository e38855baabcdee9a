//! Complaints are linked, or no longer are (R3.6, R3.10, R3.11).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::{ClusterCountedV1, LinkedV1, UnlinkedV1};
use huiyin_store::Change;

use super::outcome;
use crate::app::App;

pub(super) async fn linked(app: &App, change: &mut Change, heard: Heard<LinkedV1>) -> Outcome {
    outcome(app.linked(change, &heard.event, heard.envelope.occurred).await)
}

pub(super) async fn unlinked(app: &App, change: &mut Change, heard: Heard<UnlinkedV1>) -> Outcome {
    outcome(app.unlinked(change, &heard.event).await)
}

pub(super) async fn counted(app: &App, change: &mut Change, heard: Heard<ClusterCountedV1>) -> Outcome {
    outcome(app.counted(change, &heard.event).await)
}
