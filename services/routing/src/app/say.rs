//! Saying what a decision says.

use huiyin_contracts::Scope;
use huiyin_store::{Change, Said, StoreError};
use uuid::Uuid;

use crate::domain::complaint::Complaint;
use crate::domain::effects::Saying;

/// An event with what goes with it.
pub(super) type Spoken = (Saying, Uuid, Scope, Said);

/// What a decision about a complaint says, with whom it is for and by which policy.
pub(super) fn spoken(complaint: &Complaint, said: Vec<Saying>) -> impl Iterator<Item = Spoken> + use<> {
    let (about, scope) = (complaint.id.uuid(), complaint.scope());
    let policy = Said {
        occurred: None,
        policy_version: Some(complaint.policy_version.clone()),
    };
    said.into_iter()
        .map(move |saying| (saying, about, scope.clone(), policy.clone()))
}

/// Says events in their order.
pub(super) fn say(change: &mut Change, spoken: Vec<Spoken>) -> Result<(), StoreError> {
    for (saying, about, scope, said) in spoken {
        match saying {
            Saying::Assigned(event) => change.say(&event, about, &scope, said),
            Saying::Alerted(event) => change.say(&event, about, &scope, said),
            Saying::AlertConfirmed(event) => change.say(&event, about, &scope, said),
            Saying::Started(event) => change.say(&event, about, &scope, said),
            Saying::Met(event) => change.say(&event, about, &scope, said),
            Saying::Breached(event) => change.say(&event, about, &scope, said),
            Saying::Stopped(event) => change.say(&event, about, &scope, said),
            Saying::Reminded(event) => change.say(&event, about, &scope, said),
            Saying::Escalated(event) => change.say(&event, about, &scope, said),
            Saying::ContactPressed(event) => change.say(&event, about, &scope, said),
            Saying::Returned(event) => change.say(&event, about, &scope, said),
            Saying::DisputeRaised(event) => change.say(&event, about, &scope, said),
            Saying::DisputeDecided(event) => change.say(&event, about, &scope, said),
            Saying::CoHandlingAsked(event) => change.say(&event, about, &scope, said),
            Saying::CoHandlingSupplied(event) => change.say(&event, about, &scope, said),
            Saying::Acknowledged(event) => change.say(&event, about, &scope, said),
            Saying::SupervisionOrdered(event) => change.say(&event, about, &scope, said),
            Saying::SupervisionAnswered(event) => change.say(&event, about, &scope, said),
            Saying::DelayAsked(event) => change.say(&event, about, &scope, said),
            Saying::DelayRefused(event) => change.say(&event, about, &scope, said),
            Saying::Extended(event) => change.say(&event, about, &scope, said),
            Saying::Paused(event) => change.say(&event, about, &scope, said),
            Saying::Resumed(event) => change.say(&event, about, &scope, said),
            Saying::Recomputed(event) => change.say(&event, about, &scope, said),
            Saying::Regraded(event) => change.say(&event, about, &scope, said),
            Saying::Migrated(event) => change.say(&event, about, &scope, said),
        }?;
    }
    Ok(())
}

/// The place of a kind of event among those of one batch: what is said of one clock keeps its order.
pub(super) fn rank(saying: &Saying) -> u8 {
    match saying {
        Saying::Assigned(_) => 0,
        Saying::Started(_) => 1,
        Saying::Reminded(_) => 2,
        Saying::Breached(_) => 3,
        Saying::ContactPressed(_) => 4,
        Saying::Escalated(_) => 5,
        Saying::Met(_) => 6,
        Saying::Stopped(_) => 7,
        Saying::Regraded(_) | Saying::Alerted(_) => 8,
        // Said by commands, one at a time, in the order in which they decide.
        Saying::Returned(_)
        | Saying::DisputeRaised(_)
        | Saying::DisputeDecided(_)
        | Saying::CoHandlingAsked(_)
        | Saying::CoHandlingSupplied(_)
        | Saying::Acknowledged(_)
        | Saying::AlertConfirmed(_)
        | Saying::SupervisionOrdered(_)
        | Saying::SupervisionAnswered(_)
        | Saying::DelayAsked(_)
        | Saying::DelayRefused(_)
        | Saying::Extended(_)
        | Saying::Paused(_)
        | Saying::Resumed(_)
        | Saying::Recomputed(_)
        | Saying::Migrated(_) => 9,
    }
}
