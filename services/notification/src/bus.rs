//! The events that somebody is told of.

use std::sync::Arc;
use std::time::Duration;

use huiyin_chassis::{Heard as HeardEvent, Hears};
use huiyin_contracts::Event;
use huiyin_contracts::events::books::OpinionBookMissedV1;
use huiyin_contracts::events::break_glass::BreakGlassOpenedV1;
use huiyin_contracts::events::intake::{AcceptedV1, DeclinedV1, LinkedV1, RegisteredV1, RepresentedV1, UnlinkedV1};
use huiyin_contracts::events::investigation::{ClosedV1, ReopenedV1, RepliedV1};
use huiyin_contracts::events::learning::CircularToldV1;
use huiyin_contracts::events::ledger::{ClockExtendedV1, ClockPausedV1, DelayAskedV1};
use huiyin_contracts::events::orders::{CoHandlingAskedV1, SupervisionOrderedV1};
use huiyin_contracts::events::routing::{AlertedV1, AssignedV1, ContactPressedV1, EscalatedV1, RegradedV1, RemindedV1};

use crate::app::App;
use crate::domain::matter::Heard;
use crate::domain::notice::Tells;

/// How often a batch of notices is taken up at most: mail takes longer.
const PACE: Duration = Duration::from_millis(50);

/// What notification hears.
pub(crate) fn hears(app: &Arc<App>) -> Hears {
    let (registered, assigned) = (Arc::clone(app), Arc::clone(app));
    let hears = Hears::new()
        .pace(PACE)
        .on(move |change, heard: HeardEvent<RegisteredV1>| {
            let app = Arc::clone(&registered);
            Box::pin(async move {
                let told = Heard::Registered(&heard.event);
                app.hear_of(change, told, &heard.event, &heard.envelope).await
            })
        })
        .on(move |change, heard: HeardEvent<AssignedV1>| {
            let app = Arc::clone(&assigned);
            Box::pin(async move {
                let told = Heard::Assigned(&heard.event);
                app.hear_of(change, told, &heard.event, &heard.envelope).await
            })
        });
    let represented = Arc::clone(app);
    let hears = hears.on(move |change, heard: HeardEvent<RepresentedV1>| {
        let app = Arc::clone(&represented);
        Box::pin(async move { app.represented(change, &heard.event).await })
    });
    let hears = tell::<AcceptedV1>(hears, app);
    let hears = tell::<DeclinedV1>(hears, app);
    let hears = tell::<LinkedV1>(hears, app);
    let hears = tell::<UnlinkedV1>(hears, app);
    let hears = tell::<RepliedV1>(hears, app);
    let hears = tell::<ReopenedV1>(hears, app);
    let hears = tell::<ClosedV1>(hears, app);
    let hears = tell::<RemindedV1>(hears, app);
    let hears = tell::<ContactPressedV1>(hears, app);
    let hears = tell::<CoHandlingAskedV1>(hears, app);
    let hears = tell::<SupervisionOrderedV1>(hears, app);
    let hears = tell::<DelayAskedV1>(hears, app);
    let hears = tell::<ClockExtendedV1>(hears, app);
    let hears = tell::<ClockPausedV1>(hears, app);
    let hears = tell::<RegradedV1>(hears, app);
    let hears = tell::<AlertedV1>(hears, app);
    let hears = tell::<OpinionBookMissedV1>(hears, app);
    let hears = tell::<BreakGlassOpenedV1>(hears, app);
    let hears = tell::<CircularToldV1>(hears, app);
    tell::<EscalatedV1>(hears, app)
}

/// Hears an event that only leads to a notice.
fn tell<E: Event + Tells>(hears: Hears, app: &Arc<App>) -> Hears {
    let app = Arc::clone(app);
    hears.on(move |change, heard: HeardEvent<E>| {
        let app = Arc::clone(&app);
        Box::pin(async move { app.tell(change, &heard.event, &heard.envelope).await })
    })
}
