//! Keys that are changed under load, and what was kept in clear before an upgrade (P24).

use huiyin_store::StoreError;

use super::App;
use crate::store;

/// Rows that are sealed in one transaction.
const TOGETHER: u64 = 200;

impl App {
    /// Brings what is sealed up to date: rows of before an upgrade are sealed, and keys are wrapped by the one in use. Answers whether
    /// more may wait.
    pub(crate) async fn keep_sealed(&self) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        let told = store::seal_old(&change, &self.keys, TOGETHER).await?;
        let notes = store::seal_old_notes(&change, &self.keys, TOGETHER).await?;
        if told || notes {
            change.commit().await?;
            return Ok(true);
        }
        change.undo().await?;
        self.keys.rewrap(&self.store).await
    }

    /// How many complaints' keys wait to be wrapped by the key in use.
    pub(crate) async fn count_old_keys(&self) -> Result<i64, StoreError> {
        self.keys.waiting(self.store.read()).await
    }
}
