//! Destroying the words that routing keeps of a complaint, when its term in the archive is over (R8.3).

use huiyin_contracts::Scope;
use huiyin_contracts::events::orders::OrdersDestroyedV1;
use huiyin_contracts::events::retention::DestructionOrderedV1;
use huiyin_store::{Change, Said, StoreError};

use super::{App, store};

/// Why nothing is destroyed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotDestroyed {
    #[error("an order of the complaint is open: nothing of it is destroyed")]
    Open,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Empties the reasons that units gave each other and what co-handlers supplied. Orders, clocks and days stay.
    pub(crate) async fn destroy(&self, change: &mut Change, order: &DestructionOrderedV1) -> Result<(), NotDestroyed> {
        let complaint = order.complaint;
        let (mut rows, mut heard_by) = (0, Scope::Restricted);
        if let Some(matter) = store::matters::load(change, complaint).await? {
            if !matter.orders.is_empty() {
                return Err(NotDestroyed::Open);
            }
            heard_by = matter.complaint.scope();
            rows = store::destroy::destroy(change, complaint).await?;
        }
        let event = OrdersDestroyedV1 {
            complaint,
            list: order.list,
            rows,
        };
        change.say(&event, complaint.uuid(), &heard_by, Said::default())?;
        Ok(())
    }
}
