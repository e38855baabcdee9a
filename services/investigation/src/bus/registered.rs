//! Intake's `registered`: what the case is about, and whom it concerns.

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_store::{Change, StoreError};

use crate::app::{App, Says, Took};
use crate::domain::Subject;
use crate::domain::past::Past;

pub(crate) async fn hear(app: &App, change: &mut Change, heard: Heard<RegisteredV1>) -> Outcome {
    let event = heard.event;
    if let Err(error) = others(app, change, &event).await {
        return error.into();
    }
    let restricted = event.is_restricted();
    let subject = Subject {
        number: event.number,
        unit: event.unit,
        concerned: event.staff_concerned,
        channel: event.channel,
        language: event.language,
        ended: None,
    };
    let Some(ended) = event.past.filter(|past| past.has_ended()) else {
        let took = app.registered(change, event.complaint, &subject).await;
        return super::outcome(took.map(|()| Took::Effect));
    };
    let past = Past {
        complaint: event.complaint,
        subject,
        // No order tells whether it is restricted, so what the register tells decides (R8.2).
        restricted,
        registered: event.registered,
        closed: ended.closed,
        ending: ended.ending,
        finding: ended.finding,
        by: event.by,
    };
    super::outcome(app.registered_past(change, past).await)
}

/// What it has to do with others. One person with a new matter is the rule, and takes no row.
async fn others(app: &App, change: &mut Change, event: &RegisteredV1) -> Result<(), StoreError> {
    if event.persons > 1 {
        app.matters(change, event.complaint, Says::Persons(event.persons))
            .await?;
    }
    if event.repeats.is_some() {
        app.matters(change, event.complaint, Says::Repeats(event.repeats))
            .await?;
    }
    Ok(())
}
