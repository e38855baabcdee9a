//! What routing hears, one file for each kind of event.

mod destruction_ordered;
mod ended;
mod followed_up;
mod linked;
mod notice_sent;
mod order_accepted;
mod registered;
mod reopened;
mod replied;

use std::sync::Arc;
use std::time::Duration;

use huiyin_chassis::{Hears, Outcome};
use huiyin_contracts::events::{intake, investigation, notification, retention};
use huiyin_store::StoreError;

use crate::app::{App, Heard};

/// How often a batch is routed at most. Everything else waits for routing, so it is short.
const PACE: Duration = Duration::from_millis(5);

/// Every handler.
pub(crate) fn hears(app: &Arc<App>) -> Hears {
    macro_rules! with {
        ($handler:path) => {{
            let app = Arc::clone(app);
            move |change, heard| {
                let app = Arc::clone(&app);
                Box::pin(async move { $handler(&app, change, heard).await })
            }
        }};
    }
    Hears::new()
        .pace(PACE)
        .on::<intake::RegisteredV1, _>(with!(registered::handle))
        .on::<intake::SettledV1, _>(with!(ended::settled))
        .on::<intake::DeclinedV1, _>(with!(ended::declined))
        .on::<intake::WithdrawnV1, _>(with!(ended::withdrawn))
        .on::<intake::LinkedV1, _>(with!(linked::linked))
        .on::<intake::UnlinkedV1, _>(with!(linked::unlinked))
        .on::<intake::ClusterCountedV1, _>(with!(linked::counted))
        .on::<investigation::OrderAcceptedV1, _>(with!(order_accepted::handle))
        .on::<investigation::RepliedV1, _>(with!(replied::handle))
        .on::<investigation::FollowedUpV1, _>(with!(followed_up::handle))
        .on::<investigation::ReopenedV1, _>(with!(reopened::handle))
        .on::<investigation::ClosedV1, _>(with!(ended::closed))
        .on::<retention::DestructionOrderedV1, _>(with!(destruction_ordered::handle))
        .on::<notification::NoticeSentV1, _>(with!(notice_sent::handle))
}

/// What comes of an event about a complaint: one whose registration is still under way is tried again.
fn outcome(result: Result<Heard, StoreError>) -> Outcome {
    match result {
        Ok(Heard::Done) => Outcome::Done,
        Ok(Heard::TooEarly) => Outcome::Retry("the complaint's registration has not been heard yet".to_owned()),
        Err(error) => error.into(),
    }
}
