//! Destroying what investigation keeps of a complaint, when its term in the archive is over (R8.3).

use huiyin_contracts::Scope;
use huiyin_contracts::events::investigation::CaseDestroyedV1;
use huiyin_contracts::events::retention::DestructionOrderedV1;
use huiyin_files::FileError;
use huiyin_store::{Change, Said, StoreError};

use super::{App, Kept, saying};
use crate::domain::Stage;
use crate::store;

/// Why nothing is destroyed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotDestroyed {
    #[error("the case is not in the archive: nothing of it is destroyed")]
    NotArchived,
    #[error("its evidence could not be removed")]
    Files(#[from] FileError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Destroys the key, the case's state, statements, papers, forms and evidence. That there was a case stays, and what others say of
    /// it means nothing any more.
    pub(crate) async fn destroy(&self, change: &mut Change, order: &DestructionOrderedV1) -> Result<(), NotDestroyed> {
        let complaint = order.complaint;
        let kept = store::find_by_complaint(change.conn(), &self.keys, complaint).await?;
        let (rows, files) = match &kept {
            Some(kept) => self.destroy_case(change, kept).await?,
            None => (0, 0),
        };
        self.keys.destroy(change, complaint, self.store.clock().now()).await?;
        let event = CaseDestroyedV1 {
            complaint,
            list: order.list,
            rows,
            files,
        };
        match &kept {
            Some(kept) => saying::say(change, &kept.case, &event)?,
            None => {
                change.say(&event, complaint.uuid(), &Scope::Restricted, Said::default())?;
            }
        }
        Ok(())
    }

    /// Answers how many rows and files that were.
    async fn destroy_case(&self, change: &Change, kept: &Kept) -> Result<(u64, u64), NotDestroyed> {
        let id = kept.case.id;
        store::lock(change, id).await?;
        if !matches!(kept.case.stage, Stage::Archived { .. }) {
            return Err(NotDestroyed::NotArchived);
        }
        // Before the commit: a crash between them finds the order again.
        let files = self
            .keeping
            .files
            .remove_all(id.uuid())
            .await
            .map_err(FileError::from)?;
        Ok((store::destroy(change, id).await?, files))
    }
}
