//! What operators watch of clocks (P14, R4.6).

use huiyin_store::StoreError;

use super::deadlines::GRACE;
use super::{App, store};

impl App {
    /// Clocks that are past due and were not escalated.
    pub(crate) async fn count_missed(&self) -> Result<i64, StoreError> {
        let now = self.store.clock().now();
        let limit = now.saturating_sub(GRACE).unwrap_or(now);
        let count = store::deadlines::count_missed(self.store.read(), limit).await?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Clocks that wait for a calendar.
    pub(crate) async fn count_unset(&self) -> Result<i64, StoreError> {
        let count = store::deadlines::count_unset(self.store.read()).await?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    }
}
