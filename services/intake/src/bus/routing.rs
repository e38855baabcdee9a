//! What routing says: units, orders, and when the reply is due.

use std::sync::Arc;

use huiyin_chassis::{Heard, Hears};
use huiyin_contracts::events::ledger::{ClockExtendedV1, ClockRecomputedV1, ClockResumedV1};
use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_contracts::events::routing::{AssignedV1, ClockStartedV1};
use huiyin_contracts::views::intake::{Extended, Promise};

use super::step;
use crate::app::App;
use crate::domain::progress::Step;

/// The clock whose end is promised to the complainant.
const PROMISE: &str = "reply";

pub(super) fn hears(hears: Hears, app: &Arc<App>) -> Hears {
    let hears = step(hears, app, |event: AssignedV1| {
        let step = Step::Assigned {
            lead: event.lead,
            reopened: event.kind == "reopened",
            restricted: event.restricted,
            reply_due: event.reply_due,
        };
        (event.complaint, Some(step))
    });
    // Only a rule moves a due time; where one does, the complainant sees the new date, and why (R4.5, R4.12).
    let hears = step(hears, app, |event: ClockStartedV1| {
        let promise = Promise {
            rule: event.rule,
            basis: event.basis,
            amount: event.amount,
            extended: None,
        };
        let step = Step::Promised {
            due: event.due,
            promise,
        };
        (event.complaint, (event.kind == PROMISE).then_some(step))
    });
    let hears = step(hears, app, |event: ClockExtendedV1| {
        let extended = Extended {
            basis: event.basis,
            amount: event.amount,
            was_due: event.was_due,
        };
        let step = Step::Extended {
            due: event.due,
            extended,
        };
        (event.complaint, (event.kind == PROMISE).then_some(step))
    });
    let hears = step(hears, app, |event: ClockResumedV1| {
        let step = Step::Moved { due: event.due };
        (event.complaint, (event.kind == PROMISE).then_some(step))
    });
    let hears = step(hears, app, |event: ClockRecomputedV1| {
        let step = Step::Moved { due: event.due };
        (event.complaint, (event.kind == PROMISE).then_some(step))
    });
    let app = Arc::clone(app);
    hears.on(move |change, heard: Heard<UnitsChangedV1>| {
        let app = Arc::clone(&app);
        Box::pin(async move { app.units_changed(change, &heard.event).await.into() })
    })
}
