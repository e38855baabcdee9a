//! What audit says of the archive: a file is to be destroyed (R8.3).

use std::sync::Arc;

use huiyin_chassis::{Heard, Hears, Outcome};
use huiyin_contracts::events::retention::DestructionOrderedV1;

use crate::app::{App, NotDestroyed};

pub(super) fn hears(hears: Hears, app: &Arc<App>) -> Hears {
    let app = Arc::clone(app);
    hears.on(move |change, heard: Heard<DestructionOrderedV1>| {
        let app = Arc::clone(&app);
        Box::pin(async move {
            match app.destroy(change, &heard.event).await {
                Ok(()) => Outcome::Done,
                Err(error @ NotDestroyed::NotArchived) => Outcome::Poison(error.to_string()),
                Err(error @ NotDestroyed::Files(_)) => Outcome::Retry(error.to_string()),
                Err(NotDestroyed::Store(error)) => error.into(),
            }
        })
    })
}
