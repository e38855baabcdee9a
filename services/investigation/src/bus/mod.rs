//! What is heard on the bus.

pub(crate) mod assigned;
pub(crate) mod destruction;
pub(crate) mod ended;
pub(crate) mod extended;
pub(crate) mod linked;
pub(crate) mod migrated;
pub(crate) mod opinions;
pub(crate) mod own_words;
pub(crate) mod promised;
pub(crate) mod registered;
pub(crate) mod regraded;
pub(crate) mod units;

use std::time::Duration;

use huiyin_chassis::{Hears, Outcome};
use huiyin_contracts::events::intake::{
    ClusterCountedV1, DeclinedV1, DisagreedV1, LinkedV1, RatedV1, RegisteredV1, SettledV1, UnlinkedV1, WithdrawnV1,
};
use huiyin_contracts::events::ledger::{ClockExtendedV1, ClockRecomputedV1, ClockResumedV1, PolicyMigratedV1};
use huiyin_contracts::events::orders::{CoHandlingAskedV1, CoHandlingSuppliedV1};
use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_contracts::events::retention::DestructionOrderedV1;
use huiyin_contracts::events::routing::{AssignedV1, ClockStartedV1, RegradedV1};
use huiyin_store::StoreError;

use crate::app::{App, Took};

/// How often a batch of orders opens cases at most: less than a person notices.
const PACE: Duration = Duration::from_millis(20);

/// Hears an event by this handler.
macro_rules! on {
    ($hears:expr, $app:ident, $event:ty, $handle:path) => {{
        let app = $app.clone();
        $hears.on::<$event, _>(move |change, heard| {
            let app = app.clone();
            Box::pin(async move { $handle(&app, change, heard).await })
        })
    }};
}

/// Hears an event that sets the time to reply.
macro_rules! promised {
    ($hears:expr, $app:ident, $event:ty) => {{
        let app = $app.clone();
        $hears.on::<$event, _>(move |change, heard| {
            let (app, event) = (app.clone(), heard.event);
            Box::pin(async move { promised::hear(&app, change, event.complaint, &event.kind, event.due).await })
        })
    }};
}

/// Everything that is heard.
pub(crate) fn hears(app: &App) -> Hears {
    let hears = orders(register(Hears::new().pace(PACE), app), app);
    on!(hears, app, DestructionOrderedV1, destruction::hear)
}

/// What intake says.
fn register(hears: Hears, app: &App) -> Hears {
    let hears = on!(hears, app, RegisteredV1, registered::hear);
    let hears = on!(hears, app, SettledV1, ended::settled);
    let hears = on!(hears, app, DeclinedV1, ended::declined);
    let hears = on!(hears, app, WithdrawnV1, ended::withdrawn);
    let hears = on!(hears, app, RatedV1, own_words::rated);
    let hears = on!(hears, app, DisagreedV1, own_words::disagreed);
    let hears = on!(hears, app, LinkedV1, linked::linked);
    let hears = on!(hears, app, UnlinkedV1, linked::unlinked);
    on!(hears, app, ClusterCountedV1, linked::counted)
}

/// What routing says.
fn orders(hears: Hears, app: &App) -> Hears {
    let hears = on!(hears, app, UnitsChangedV1, units::hear);
    let hears = on!(hears, app, AssignedV1, assigned::hear);
    let hears = on!(hears, app, RegradedV1, regraded::hear);
    let hears = on!(hears, app, PolicyMigratedV1, migrated::hear);
    let hears = on!(hears, app, CoHandlingAskedV1, opinions::asked);
    let hears = on!(hears, app, CoHandlingSuppliedV1, opinions::given);
    let hears = promised!(hears, app, ClockStartedV1);
    let hears = on!(hears, app, ClockExtendedV1, extended::hear);
    let hears = promised!(hears, app, ClockResumedV1);
    promised!(hears, app, ClockRecomputedV1)
}

fn outcome(took: Result<Took, StoreError>) -> Outcome {
    match took {
        Ok(Took::Effect) => Outcome::Done,
        Ok(Took::Later(why)) => Outcome::Retry(why.to_owned()),
        Err(error) => error.into(),
    }
}
