//! Putting files on hold.

use huiyin_contracts::events::retention::{DestructionDroppedV1, FileHeldV1, FileReleasedV1};
use huiyin_contracts::views::retention::HoldFile;
use huiyin_kernel::{Actor, ComplaintId, HoldId};
use huiyin_store::{Change, Once};

use super::{ArchiveError, say};
use crate::app::App;
use crate::domain::archive::{Fate, hold};
use crate::domain::known::Known;
use crate::store::{archive, reads};

impl App {
    /// Puts a file on hold, once for the request's key. One that stood on a list is taken off it.
    pub(crate) async fn hold_file(
        &self,
        complaint: ComplaintId,
        request: &HoldFile,
        by: Actor,
        once: Once<'_>,
    ) -> Result<HoldId, ArchiveError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let known = known(&change, complaint).await?;
        let fate = archive::lock(&change, complaint).await?.map(|file| file.fate);
        let id = HoldId::from_uuid(self.store.ids().uuid());
        let (ground, reference) = (request.ground.as_str(), request.reference.as_str());
        let held = hold::decide((id, complaint), fate, (ground, reference), self.act(by.clone()))?;
        archive::add_hold(&change, &held).await?;
        let event = FileHeldV1 {
            complaint,
            hold: id,
            ground: held.ground,
            by: by.clone(),
        };
        say(&mut change, &event, complaint, &known)?;
        if let Some(Fate::Proposed(list)) = fate {
            archive::set_fate(&change, complaint, Fate::Kept).await?;
            let dropped = DestructionDroppedV1 { complaint, list, by };
            say(&mut change, &dropped, complaint, &known)?;
        }
        once.keep(&change, 201, &id).await?;
        change.commit().await?;
        Ok(id)
    }

    /// Ends a hold of a file, once for the request's key.
    pub(crate) async fn release_file(
        &self,
        complaint: ComplaintId,
        id: HoldId,
        by: Actor,
        once: Once<'_>,
    ) -> Result<(), ArchiveError> {
        let mut change = self.store.change().await?;
        if once.answered::<HoldId>(&change).await?.is_some() {
            return Ok(());
        }
        let known = known(&change, complaint).await?;
        archive::lock(&change, complaint).await?;
        let found = archive::hold(change.conn(), id).await?;
        let found = found.filter(|hold| hold.complaint == complaint);
        let act = self.act(by.clone());
        hold::release(found.ok_or(ArchiveError::NotFound)?, act.clone())?;
        if !archive::end_hold(&change, id, &act).await? {
            return Err(hold::Refusal::Ended.into());
        }
        let event = FileReleasedV1 {
            complaint,
            hold: id,
            by,
        };
        say(&mut change, &event, complaint, &known)?;
        once.keep(&change, 200, &id).await?;
        change.commit().await?;
        Ok(())
    }
}

async fn known(change: &Change, complaint: ComplaintId) -> Result<Known, ArchiveError> {
    let fact = reads::fact(change.conn(), complaint.uuid()).await?;
    fact.map(Known::from).ok_or(ArchiveError::NotFound)
}
