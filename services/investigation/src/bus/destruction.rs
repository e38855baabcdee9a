//! Audit's `destruction_ordered`: the case's content is destroyed (R8.3).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::retention::DestructionOrderedV1;
use huiyin_store::Change;

use crate::app::{App, NotDestroyed};

pub(crate) async fn hear(app: &App, change: &mut Change, heard: Heard<DestructionOrderedV1>) -> Outcome {
    match app.destroy(change, &heard.event).await {
        Ok(()) => Outcome::Done,
        Err(error @ NotDestroyed::NotArchived) => Outcome::Poison(error.to_string()),
        Err(error @ NotDestroyed::Files(_)) => Outcome::Retry(error.to_string()),
        Err(NotDestroyed::Store(error)) => error.into(),
    }
}
