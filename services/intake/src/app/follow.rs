//! Following what other services say.

use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_kernel::{ComplaintId, Timestamp};
use huiyin_store::{Change, StoreError};

use super::App;
use crate::domain::complaint::Complaint;
use crate::domain::progress::{Step, follow};
use crate::store;

impl App {
    /// Takes a step of the handling. A complaint that is not in this register belongs to another intake.
    pub(crate) async fn follow(
        &self,
        change: &Change,
        id: ComplaintId,
        step: Step,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(complaint) = store::lock(change, id).await? else {
            tracing::debug!(complaint = %id, "not in this register");
            return Ok(());
        };
        if let Some(code) = step.code().filter(|_| is_shown(&complaint, &step)) {
            store::add_step(change, id, code, at).await?;
        }
        let before = complaint.clone();
        let mut after = follow(complaint, step, at);
        if after != before {
            store::update(change, &mut after).await?;
        }
        Ok(())
    }

    /// Takes the units as they are from now on (R2.1).
    pub(crate) async fn units_changed(&self, change: &Change, event: &UnitsChangedV1) -> Result<(), StoreError> {
        store::change_units(change, &event.units, &event.closed).await
    }
}

/// Whether the complainant is shown the step: nobody follows a complaint of the past, and of one that has ended only what moves it
/// on matters.
fn is_shown(complaint: &Complaint, step: &Step) -> bool {
    let moves_on = matches!(step, Step::Closed { .. } | Step::Reopened | Step::FollowedUp);
    complaint.past.is_none() && (moves_on || !complaint.stage.has_ended())
}
