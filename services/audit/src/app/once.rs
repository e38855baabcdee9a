//! Requests that may be sent again, and what is said in one change with their answer.

use huiyin_contracts::{Event, Scope};
use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, Said, StoreError, idempotency};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::known::Known;

/// A request that may be sent again: its key, and what it was.
#[derive(Clone, Copy)]
pub(crate) struct Once<'a> {
    pub(crate) key: &'a str,
    pub(crate) fingerprint: &'a [u8; 32],
}

/// Why there is no answer of before.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OnceError {
    #[error("the idempotency key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// The answer that was given to this request before, if any. Then nothing is done again (P3).
pub(super) async fn answered<T: DeserializeOwned>(change: &Change, once: Once<'_>) -> Result<Option<T>, OnceError> {
    match idempotency::begin(change, once.key, once.fingerprint).await? {
        idempotency::Begun::Fresh => Ok(None),
        idempotency::Begun::Mismatch => Err(OnceError::KeyReused),
        idempotency::Begun::Replay { body, .. } => Ok(Some(serde_json::from_str(&body).map_err(StoreError::from)?)),
    }
}

/// Keeps the answer beside its key.
pub(super) async fn keep_answer(
    change: &Change,
    once: Once<'_>,
    status: u16,
    answer: &impl Serialize,
) -> Result<(), StoreError> {
    let body = serde_json::to_string(answer)?;
    idempotency::complete(change, once.key, status, &body).await
}

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
