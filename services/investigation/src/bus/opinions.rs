//! Routing's co-handling orders: opinions that the reply waits for (R4.8).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::orders::{CoHandlingAskedV1, CoHandlingSuppliedV1};
use huiyin_store::Change;

use crate::app::App;

pub(crate) async fn asked(app: &App, change: &mut Change, heard: Heard<CoHandlingAskedV1>) -> Outcome {
    super::outcome(app.opinion_asked(change, heard.event, heard.envelope.occurred).await)
}

pub(crate) async fn given(app: &App, change: &mut Change, heard: Heard<CoHandlingSuppliedV1>) -> Outcome {
    super::outcome(app.opinion_given(change, heard.event, heard.envelope.occurred).await)
}
