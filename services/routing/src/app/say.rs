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

/// Says events in their order; neighbours of one kind with few statements.
pub(super) async fn say(change: &mut Change, spoken: &[Spoken]) -> Result<(), StoreError> {
    for run in spoken.chunk_by(|a, b| std::mem::discriminant(&a.0) == std::mem::discriminant(&b.0)) {
        macro_rules! say {
            ($kind:path) => {{
                let of_kind = run
                    .iter()
                    .filter_map(|(saying, about, scope, said)| match saying {
                        $kind(event) => Some((event.clone(), *about, scope.clone(), said.clone())),
                        _ => None,
                    });
                change.say_many(&of_kind.collect::<Vec<_>>()).await?;
            }};
        }
        match run.first() {
            Some((Saying::Assigned(_), ..)) => say!(Saying::Assigned),
            Some((Saying::Started(_), ..)) => say!(Saying::Started),
            Some((Saying::Met(_), ..)) => say!(Saying::Met),
            Some((Saying::Breached(_), ..)) => say!(Saying::Breached),
            Some((Saying::Stopped(_), ..)) => say!(Saying::Stopped),
            Some((Saying::Reminded(_), ..)) => say!(Saying::Reminded),
            Some((Saying::Escalated(_), ..)) => say!(Saying::Escalated),
            None => {}
        }
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
    }
}
