//! Complaints on their way: what was heard of them, and the hand-over.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_kernel::{ComplaintId, OrderId, Timestamp, UnitCode, UnitPath};
use huiyin_store::idempotency::{self, Begun};
use huiyin_store::{Change, StoreError};

use super::say::{say, spoken};
use super::{App, store};
use crate::domain::assign::Assign;
use crate::domain::clock::ClockStage;
use crate::domain::complaint::{Complaint, Matter};
use crate::domain::effects::Effects;
use crate::domain::end::{self, Ending};
use crate::domain::hand_over::{HandOver, Refusal};
use crate::domain::order::Order;
use crate::domain::rules::Rules;
use crate::domain::{accept, reopen, reply};

/// What came of an event about a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Done,
    /// Its registration has not been heard yet.
    TooEarly,
}

/// An idempotency key with what the request was.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) key: &'a str,
    pub(crate) fingerprint: &'a [u8; 32],
}

/// The answer to a hand-over.
#[derive(Debug)]
pub(crate) enum HandedOver {
    /// The new order, as it was rendered and kept beside the key.
    Now { body: String },
    /// It was answered before.
    Before { status: u16, body: String },
}

/// Why an order was not handed over.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HandOverError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("there is no such order")]
    NotFound,
    #[error("the key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    /// R4.1: decides who must act on a complaint that was registered.
    pub(crate) async fn registered(
        &self,
        change: &mut Change,
        event: &RegisteredV1,
        restricted: bool,
    ) -> Result<(), StoreError> {
        let directory = self.directory(change.conn()).await?;
        let leader_named = match event.staff_concerned.as_slice() {
            [] => false,
            codes => store::staff::leads(change.conn(), &event.unit.code(), codes).await?,
        };
        let answered_by = match event.repeats {
            Some(first) => store::known::led_last(change, first).await?,
            None => None,
        };
        store::known::remember(change, event).await?;
        let now = self.store.clock().now();
        let effects = Assign {
            registered: event,
            leader_named,
            restricted,
            answered_by,
            now,
        }
        .decide(&self.rules(&directory));
        let Some(complaint) = effects.complaint.clone() else {
            return Ok(());
        };
        self.write(change, &complaint, effects).await
    }

    /// R4.3: a unit started work on its order.
    pub(crate) async fn accepted(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        order: OrderId,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        self.act(change, complaint, |matter, rules| {
            accept::decide(matter, order, at, rules)
        })
        .await
    }

    /// R4.4: the complainant has a reply.
    pub(crate) async fn replied(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        self.act(change, complaint, |matter, _| reply::decide(matter, at)).await
    }

    /// R5.8: the case goes to a higher level.
    pub(crate) async fn reopened(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        leaves: &UnitPath,
    ) -> Result<Heard, StoreError> {
        let now = self.store.clock().now();
        self.act(change, complaint, |matter, rules| {
            reopen::decide(matter, leaves, now, rules)
        })
        .await
    }

    /// The complaint ended, one way or another.
    pub(crate) async fn ended(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        ending: Ending,
        at: Timestamp,
    ) -> Result<Heard, StoreError> {
        self.act(change, complaint, |matter, _| end::decide(matter, ending, at))
            .await
    }

    pub(super) async fn act(
        &self,
        change: &mut Change,
        complaint: ComplaintId,
        decide: impl FnOnce(&Matter, &Rules<'_>) -> Effects,
    ) -> Result<Heard, StoreError> {
        let Some(matter) = store::matters::load(change, complaint).await? else {
            return Ok(Heard::TooEarly);
        };
        let directory = self.directory(change.conn()).await?;
        let effects = decide(&matter, &self.rules(&directory));
        self.write(change, &matter.complaint, effects).await?;
        Ok(Heard::Done)
    }

    async fn write(&self, change: &mut Change, complaint: &Complaint, effects: Effects) -> Result<(), StoreError> {
        for clock in &effects.clocks {
            if let ClockStage::Unset { why } = &clock.stage {
                tracing::warn!(complaint = %complaint.id, kind = clock.kind.word(), why, "a clock could not be set");
            }
        }
        store::matters::write(change, &effects).await?;
        say(change, spoken(complaint, effects.said).collect())
    }

    /// R4.3: passes an order on. `render` makes the answer that is kept beside the key.
    pub(crate) async fn hand_over(
        &self,
        key: Key<'_>,
        order: OrderId,
        to: &UnitCode,
        reason: &str,
        render: impl FnOnce(&Order, &Complaint) -> Result<String, serde_json::Error>,
    ) -> Result<HandedOver, HandOverError> {
        let mut change = self.store.change().await?;
        match idempotency::begin(&change, key.key, key.fingerprint).await? {
            Begun::Replay { status, body } => return Ok(HandedOver::Before { status, body }),
            Begun::Mismatch => return Err(HandOverError::KeyReused),
            Begun::Fresh => {}
        }
        let matter = store::matters::of_order(&change, order)
            .await?
            .ok_or(HandOverError::NotFound)?;
        let directory = self.directory(change.conn()).await?;
        let request = HandOver {
            order,
            to: directory.get(to),
            reason,
            now: self.store.clock().now(),
        };
        let effects = request.decide(&matter, &self.rules(&directory))?;
        let new = effects.orders.last().cloned().ok_or(HandOverError::NotFound)?;
        let body = render(&new, &matter.complaint).map_err(StoreError::from)?;
        self.write(&mut change, &matter.complaint, effects).await?;
        idempotency::complete(&change, key.key, 201, &body).await?;
        change.commit().await?;
        Ok(HandedOver::Now { body })
    }
}
