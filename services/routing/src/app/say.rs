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
            Saying::Started(event) => change.say(&event, about, &scope, said),
            Saying::Met(event) => change.say(&event, about, &scope, said),
            Saying::Breached(event) => change.say(&event, about, &scope, said),
            Saying::Stopped(event) => change.say(&event, about, &scope, said),
            Saying::Reminded(event) => change.say(&event, about, &scope, said),
            Saying::Escalated(event) => change.say(&event, about, &scope, said),
            Saying::Regraded(event) => change.say(&event, about, &scope, said),
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
        Saying::Escalated(_) => 4,
        Saying::Met(_) => 5,
        Saying::Stopped(_) => 6,
        Saying::Regraded(_) => 7,
    }
}
