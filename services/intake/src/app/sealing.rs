//! What was kept in clear before an upgrade (P24).

use huiyin_store::StoreError;

use super::App;
use crate::store;

/// Rows that are sealed in one transaction.
const TOGETHER: u64 = 200;

impl App {
    /// Seals some of it. Answers whether more may wait.
    pub(crate) async fn seal_old(&self) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        let told = store::seal_old(&change, &self.keys, TOGETHER).await?;
        let notes = store::seal_old_notes(&change, &self.keys, TOGETHER).await?;
        let names = store::seal_old_names(&change, &self.keys, TOGETHER).await?;
        if told || notes || names {
            change.commit().await?;
            return Ok(true);
        }
        change.undo().await?;
        Ok(false)
    }
}
