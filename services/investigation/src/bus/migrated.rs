//! Routing's `policy_migrated`: an open complaint goes on by another version of the policy pack (section 9).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::ledger::PolicyMigratedV1;
use huiyin_store::Change;

use crate::app::App;

pub(crate) async fn hear(app: &App, change: &mut Change, heard: Heard<PolicyMigratedV1>) -> Outcome {
    super::outcome(app.policy_migrated(change, heard.event.complaint, heard.event.to).await)
}
