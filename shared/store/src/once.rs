//! A request that may be sent again: its work is done once, and its answer is the same each time (P3).

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::idempotency::{self, Begun};
use crate::{Change, StoreError};

/// The key of a request, and what it was.
#[derive(Clone, Copy, Debug)]
pub struct Once<'a> {
    /// The key.
    pub key: &'a str,
    /// What the request was.
    pub fingerprint: &'a [u8; 32],
}

/// Why there is no answer of before.
#[derive(Debug, thiserror::Error)]
pub enum OnceError {
    /// Two requests have one key.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl Once<'_> {
    /// The answer that was given before, if any: then nothing is done again. Otherwise the key is taken, in the change that does the work.
    ///
    /// # Errors
    /// Where the key was used for another request, or the database fails.
    pub async fn answered<T: DeserializeOwned>(self, change: &Change) -> Result<Option<T>, OnceError> {
        read(idempotency::begin(change, self.key, self.fingerprint).await?)
    }

    /// Keeps the answer beside the key, in the change that did the work.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep(self, change: &Change, status: u16, answer: &impl Serialize) -> Result<(), StoreError> {
        let body = serde_json::to_string(answer)?;
        idempotency::complete(change, self.key, status, &body).await
    }
}

/// The answer that a key has, if any.
///
/// # Errors
/// Where the key was used for another request, or what is kept is no such answer.
pub fn read<T: DeserializeOwned>(begun: Begun) -> Result<Option<T>, OnceError> {
    match begun {
        Begun::Fresh => Ok(None),
        Begun::Mismatch => Err(OnceError::KeyReused),
        Begun::Replay { body, .. } => Ok(Some(serde_json::from_str(&body).map_err(StoreError::from)?)),
    }
}
