//! Saying something about a complaint.

use huiyin_contracts::{Event, Scope};
use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, Said, StoreError};

use crate::domain::known::Known;

/// Says an event about a complaint, where those may hear it who may hear of the complaint.
pub(super) fn say<E: Event>(
    change: &mut Change,
    event: &E,
    complaint: ComplaintId,
    known: &Known,
) -> Result<(), StoreError> {
    change.say(event, complaint.uuid(), &scope(known), Said::default())?;
    Ok(())
}

/// Of a complaint whose unit nobody has told, nobody hears.
fn scope(known: &Known) -> Scope {
    match known.lead.as_ref().or(known.unit.as_ref()) {
        Some(unit) if !known.restricted => Scope::Unit(unit.clone()),
        _ => Scope::Restricted,
    }
}
