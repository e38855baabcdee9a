//! What is heard on the bus.

pub(crate) mod assigned;
pub(crate) mod ended;
pub(crate) mod linked;
pub(crate) mod promised;
pub(crate) mod registered;

use std::time::Duration;

use huiyin_chassis::{Hears, Outcome};
use huiyin_contracts::events::intake::{DeclinedV1, LinkedV1, RegisteredV1, SettledV1, UnlinkedV1, WithdrawnV1};
use huiyin_contracts::events::ledger::{ClockExtendedV1, ClockRecomputedV1, ClockResumedV1};
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_store::StoreError;

use crate::app::{App, Took};

/// How often a batch of orders opens cases at most: less than a person notices.
const PACE: Duration = Duration::from_millis(20);

/// Everything that is heard.
pub(crate) fn hears(app: &App) -> Hears {
    let (extended, resumed, recomputed) = (app.clone(), app.clone(), app.clone());
    let (registered, assigned) = (app.clone(), app.clone());
    let (settled, declined, withdrawn) = (app.clone(), app.clone(), app.clone());
    let (joined, parted) = (app.clone(), app.clone());
    Hears::new()
        .pace(PACE)
        .on::<RegisteredV1, _>(move |change, heard| {
            let app = registered.clone();
            Box::pin(async move { registered::hear(&app, change, heard).await })
        })
        .on::<AssignedV1, _>(move |change, heard| {
            let app = assigned.clone();
            Box::pin(async move { assigned::hear(&app, change, heard).await })
        })
        .on::<ClockExtendedV1, _>(move |change, heard| {
            let app = extended.clone();
            let event = heard.event;
            Box::pin(async move { promised::hear(&app, change, event.complaint, &event.kind, event.due).await })
        })
        .on::<ClockResumedV1, _>(move |change, heard| {
            let app = resumed.clone();
            let event = heard.event;
            Box::pin(async move { promised::hear(&app, change, event.complaint, &event.kind, event.due).await })
        })
        .on::<ClockRecomputedV1, _>(move |change, heard| {
            let app = recomputed.clone();
            let event = heard.event;
            Box::pin(async move { promised::hear(&app, change, event.complaint, &event.kind, event.due).await })
        })
        .on::<SettledV1, _>(move |change, heard| {
            let app = settled.clone();
            Box::pin(async move { ended::settled(&app, change, heard).await })
        })
        .on::<DeclinedV1, _>(move |change, heard| {
            let app = declined.clone();
            Box::pin(async move { ended::declined(&app, change, heard).await })
        })
        .on::<WithdrawnV1, _>(move |change, heard| {
            let app = withdrawn.clone();
            Box::pin(async move { ended::withdrawn(&app, change, heard).await })
        })
        .on::<LinkedV1, _>(move |change, heard| {
            let app = joined.clone();
            Box::pin(async move { linked::linked(&app, change, heard).await })
        })
        .on::<UnlinkedV1, _>(move |change, heard| {
            let app = parted.clone();
            Box::pin(async move { linked::unlinked(&app, change, heard).await })
        })
}

fn outcome(took: Result<Took, StoreError>) -> Outcome {
    match took {
        Ok(Took::Effect) => Outcome::Done,
        Ok(Took::Later(why)) => Outcome::Retry(why.to_owned()),
        Err(error) => error.into(),
    }
}
