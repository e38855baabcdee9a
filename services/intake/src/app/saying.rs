//! What the register says of a complaint.

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{
    AcceptedV1, DeclinedV1, DisagreedV1, InformationAddedV1, RatedV1, SettledV1, WithdrawnV1,
};
use huiyin_store::{Change, Said, StoreError};

use crate::domain::complaint::Complaint;

/// One of the events that a command leads to.
pub(super) enum Saying {
    Accepted(AcceptedV1),
    Declined(DeclinedV1),
    Settled(SettledV1),
    Withdrawn(WithdrawnV1),
    InformationAdded(InformationAddedV1),
    Rated(RatedV1),
    Disagreed(DisagreedV1),
}

impl Saying {
    pub(super) fn say(&self, change: &mut Change, complaint: &Complaint) -> Result<(), StoreError> {
        match self {
            Self::Accepted(event) => say(change, event, complaint),
            Self::Declined(event) => say(change, event, complaint),
            Self::Settled(event) => say(change, event, complaint),
            Self::Withdrawn(event) => say(change, event, complaint),
            Self::InformationAdded(event) => say(change, event, complaint),
            Self::Rated(event) => say(change, event, complaint),
            Self::Disagreed(event) => say(change, event, complaint),
        }
    }
}

/// Says an event about a complaint, where those may hear it who may hear of the complaint.
pub(super) fn say<E: Event>(change: &mut Change, event: &E, complaint: &Complaint) -> Result<(), StoreError> {
    change.say(event, complaint.id.uuid(), &complaint.scope(), Said::default())?;
    Ok(())
}
