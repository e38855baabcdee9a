//! What the register hears.

mod archive;
mod handling;
mod routing;

use std::sync::Arc;
use std::time::Duration;

use huiyin_chassis::Hears;

use crate::app::App;

/// How often a batch of steps is noted at most: a complainant who looks up the progress does not see the difference.
const PACE: Duration = Duration::from_millis(50);

/// All events that it hears.
pub(crate) fn hears(app: &Arc<App>) -> Hears {
    let hears = handling::hears(routing::hears(Hears::new().pace(PACE), app), app);
    archive::hears(hears, app)
}

/// Hears an event about a complaint as a step of its handling; one that gives no step means nothing here.
fn step<E: huiyin_contracts::Event>(
    hears: Hears,
    app: &Arc<App>,
    read: fn(E) -> (huiyin_kernel::ComplaintId, Option<crate::domain::progress::Step>),
) -> Hears {
    let app = Arc::clone(app);
    hears.on(move |change, heard: huiyin_chassis::Heard<E>| {
        let app = Arc::clone(&app);
        Box::pin(async move {
            let (complaint, step) = read(heard.event);
            match step {
                Some(step) => app
                    .follow(change, complaint, step, heard.envelope.occurred)
                    .await
                    .into(),
                None => huiyin_chassis::Outcome::Done,
            }
        })
    })
}
