//! A complaint stands in the register: routing decides who must act (R4.1).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::Scope;
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::subjects;
use huiyin_store::Change;

use crate::app::App;

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<RegisteredV1>) -> Outcome {
    // What intake already holds back must not come out here, whatever the pack says (R8.2).
    let restricted = heard.envelope.subject == subjects::of::<RegisteredV1>(&Scope::Restricted);
    app.registered(change, &heard.event, restricted).await.into()
}
