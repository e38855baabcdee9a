//! What investigation says of the handling.

use std::sync::Arc;

use huiyin_chassis::Hears;
use huiyin_contracts::events::investigation::{
    ArchivedV1, ClosedV1, FollowedUpV1, FoundV1, OrderAcceptedV1, ReopenedV1, RepliedV1,
};

use super::step;
use crate::app::App;
use crate::domain::progress::Step;

pub(super) fn hears(hears: Hears, app: &Arc<App>) -> Hears {
    let hears = step(hears, app, |event: OrderAcceptedV1| {
        (event.complaint, Some(Step::Investigating { unit: event.unit }))
    });
    let hears = step(hears, app, |event: FoundV1| {
        (event.complaint, Some(Step::Found { unit: event.unit }))
    });
    let hears = step(hears, app, |event: RepliedV1| {
        let day = |day: Option<String>| day.and_then(|day| day.parse().ok());
        let step = Step::Replied {
            unit: event.unit,
            verify_by: day(event.verify_by),
            appeal_by: day(event.appeal_by),
        };
        (event.complaint, Some(step))
    });
    let hears = step(hears, app, |event: FollowedUpV1| {
        // Who was not reached was asked nothing, and may say it themselves.
        let asked = event.satisfaction != "unreachable";
        (event.complaint, asked.then_some(Step::FollowedUp))
    });
    let hears = step(hears, app, |event: ReopenedV1| (event.complaint, Some(Step::Reopened)));
    let hears = step(hears, app, |event: ClosedV1| {
        let step = Step::Closed {
            ending: event.ending,
            finding: event.finding,
            at: event.closed,
        };
        (event.complaint, Some(step))
    });
    step(hears, app, |event: ArchivedV1| (event.complaint, Some(Step::Archived)))
}
