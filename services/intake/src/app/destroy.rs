//! Destroying what the register keeps of a complaint, when its term in the archive is over (R8.3).

use huiyin_contracts::events::intake::RegisterDestroyedV1;
use huiyin_contracts::events::retention::DestructionOrderedV1;
use huiyin_store::{Change, StoreError};

use super::{App, saying};
use crate::store;
use huiyin_files::FileError;

/// Why nothing is destroyed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotDestroyed {
    #[error("the complaint is not in the archive: nothing of it is destroyed")]
    NotArchived,
    #[error("its files could not be removed")]
    Files(#[from] FileError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Destroys the key, who complained, words, marks, files and their names. Number, units, codes and days stay: the register and its
    /// figures go on. A complaint that is not in this register belongs to another intake.
    pub(crate) async fn destroy(&self, change: &mut Change, order: &DestructionOrderedV1) -> Result<(), NotDestroyed> {
        let id = order.complaint;
        let Some(complaint) = store::lock(change, id).await? else {
            return Ok(());
        };
        if !complaint.stage.can_be_archived() {
            return Err(NotDestroyed::NotArchived);
        }
        // Before the commit: a crash between them finds the order again, and nothing that is listed is missing its words.
        let files = self.files.remove_all(id.uuid()).await.map_err(FileError::from)?;
        self.keys.destroy(change, id, self.now()).await?;
        let rows = store::destroy(change, id).await?;
        let event = RegisterDestroyedV1 {
            complaint: id,
            list: order.list,
            rows,
            files,
        };
        saying::say(change, &event, &complaint)?;
        Ok(())
    }
}
