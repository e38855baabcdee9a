//! What every command about an order has in common: its key, its complaint, one transaction.

use huiyin_kernel::{OrderId, Timestamp};
use huiyin_store::idempotency::{self, Begun};
use huiyin_store::{Change, StoreError};

use super::{App, store};
use crate::domain::complaint::{Complaint, Matter};
use crate::domain::effects::Effects;
use crate::domain::order::Order;
use crate::domain::rules::Rules;

/// An idempotency key with what the request was, and the status of its answer.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) key: &'a str,
    pub(crate) fingerprint: &'a [u8; 32],
    pub(crate) status: u16,
}

/// The answer to a command, as it was rendered and kept beside the key.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError<R> {
    #[error("{0}")]
    Refused(R),
    #[error("there is no such thing")]
    NotFound,
    #[error("the key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// What a command decides about.
pub(crate) struct Ground<'a> {
    pub(crate) matter: &'a Matter,
    /// Every order of the complaint, also those that ended.
    pub(crate) history: &'a [Order],
    pub(crate) rules: Rules<'a>,
    pub(crate) now: Timestamp,
}

/// Takes the key; an answer that was given before, or nothing.
pub(super) async fn begin<R>(change: &Change, key: Key<'_>) -> Result<Option<Answered>, CommandError<R>> {
    match idempotency::begin(change, key.key, key.fingerprint).await? {
        Begun::Fresh => Ok(None),
        Begun::Replay { status, body } => Ok(Some(Answered { status, body })),
        Begun::Mismatch => Err(CommandError::KeyReused),
    }
}

impl App {
    /// Decides about an order and writes what follows. The answer shows the last order that the decision wrote; `render` makes it.
    pub(crate) async fn on_order<R>(
        &self,
        key: Key<'_>,
        order: OrderId,
        decide: impl FnOnce(&Ground<'_>) -> Result<Effects, R>,
        render: impl FnOnce(&Order, &Complaint) -> Result<String, serde_json::Error>,
    ) -> Result<Answered, CommandError<R>> {
        let mut change = self.store.change().await?;
        if let Some(before) = begin(&change, key).await? {
            return Ok(before);
        }
        let matter = store::matters::of_order(&change, order)
            .await?
            .ok_or(CommandError::NotFound)?;
        let history = store::lists::orders_of(change.conn(), matter.complaint.id).await?;
        let directory = self.directory(change.conn()).await?;
        let ground = Ground {
            matter: &matter,
            history: &history,
            rules: self.rules(&matter.complaint, &directory),
            now: self.store.clock().now(),
        };
        let effects = decide(&ground).map_err(CommandError::Refused)?;
        let shown = effects.orders.last().cloned().ok_or(CommandError::NotFound)?;
        let body = render(&shown, &matter.complaint).map_err(StoreError::from)?;
        self.write(&mut change, &matter.complaint, effects).await?;
        idempotency::complete(&change, key.key, key.status, &body).await?;
        change.commit().await?;
        let status = key.status;
        Ok(Answered { status, body })
    }
}
