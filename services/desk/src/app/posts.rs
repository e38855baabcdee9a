//! Which of their posts a session acts in.

use huiyin_kernel::UnitCode;
use huiyin_store::StoreError;

use super::{App, Away};
use crate::domain::post::{acting, posts};
use crate::entrance::Entered;
use crate::store;

/// Why a post is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PostError {
    /// The directory does not give them that one.
    #[error("the directory gives you no post in this unit")]
    NotYours,
    /// Nobody says who is on the staff.
    #[error("the directory cannot be reached: try again")]
    Away,
    /// The database fails.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    /// Acts in the post in this unit from now on.
    pub(crate) async fn act_in(&self, entered: &Entered, unit: &UnitCode) -> Result<(), PostError> {
        let known = self.directory.now(&entered.staff).await;
        let known = known.map_err(|Away| PostError::Away)?.ok_or(PostError::NotYours)?;
        let posts = posts(&known);
        acting(&posts, Some(unit)).ok_or(PostError::NotYours)?;
        // The main post is no choice: where it changes, the session goes on in it.
        let is_main = posts.first().is_some_and(|main| main.unit.code() == *unit);
        let change = self.store.change().await?;
        store::act_in(&change, &entered.session, Some(unit).filter(|_| !is_main)).await?;
        change.commit().await?;
        Ok(())
    }
}
