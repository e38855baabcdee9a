//! A file in the archive is to be destroyed (R8.3): the words that units gave each other are.

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::retention::DestructionOrderedV1;
use huiyin_store::Change;

use crate::app::{App, NotDestroyed};

pub(super) async fn handle(app: &App, change: &mut Change, heard: Heard<DestructionOrderedV1>) -> Outcome {
    match app.destroy(change, &heard.event).await {
        Ok(()) => Outcome::Done,
        Err(error @ NotDestroyed::Open) => Outcome::Poison(error.to_string()),
        Err(NotDestroyed::Store(error)) => error.into(),
    }
}
