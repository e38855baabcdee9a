//! What notification does, between the bus and the HTTP API on one side and the rules, the tables and the mail on the other.

mod addresses;
mod hear;
mod send;

use huiyin_bus::Bus;
use huiyin_kernel::{Clock, ComplaintId, Ids};
use huiyin_store::{Store, StoreError};
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::domain::delivery::{Delivery, Filter, Patience};
use crate::domain::matter::Matter;
use crate::domain::retry;
use crate::mail::{Mailer, Sender};
use crate::store;
use crate::texts::Texts;

/// The service's state.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) bus: Bus,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) zone: TimeZone,
    pub(crate) texts: Texts,
    pub(crate) mailer: Mailer,
    pub(crate) sender: Sender,
    pub(crate) patience: Patience,
    pub(crate) at_once: usize,
}

/// Why a delivery is not tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RetryError {
    /// A rule refuses it.
    #[error(transparent)]
    Refused(#[from] retry::Refusal),
    /// There is no such delivery.
    #[error("there is no such delivery")]
    NotThere,
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    /// Deliveries, each with what is known of its complaint.
    pub(crate) async fn deliveries(&self, filter: &Filter, limit: u64) -> Result<Vec<(Delivery, Matter)>, StoreError> {
        let deliveries = store::list(self.store.read(), filter, limit).await?;
        let known = store::matters(self.store.read(), deliveries.iter().map(|delivery| delivery.complaint)).await?;
        let matter = |id: ComplaintId| {
            known
                .iter()
                .find(|(known, _)| *known == id)
                .map(|(_, matter)| matter.clone())
        };
        let pair = |delivery: Delivery| {
            let matter = matter(delivery.complaint).unwrap_or_default();
            (delivery, matter)
        };
        Ok(deliveries.into_iter().map(pair).collect())
    }

    /// One delivery with what is known of its complaint.
    pub(crate) async fn delivery(&self, id: Uuid) -> Result<Option<(Delivery, Matter)>, StoreError> {
        let Some(delivery) = store::by_id(self.store.read(), id).await? else {
            return Ok(None);
        };
        let matter = store::matter(self.store.read(), delivery.complaint).await?;
        Ok(Some((delivery, matter)))
    }

    /// Lets a failed delivery be tried again.
    pub(crate) async fn retry(&self, id: Uuid) -> Result<Delivery, RetryError> {
        let change = self.store.change().await?;
        let delivery = store::by_id(change.conn(), id).await?.ok_or(RetryError::NotThere)?;
        let state = retry::decide(&delivery.state, self.clock.now())?;
        store::save(&change, id, delivery.state.name(), &state).await?;
        change.commit().await?;
        Ok(Delivery { state, ..delivery })
    }
}
