//! The authority of who complains for another (R3.10).

use huiyin_contracts::views::intake::{CheckAuthority, RepresentationView};
use huiyin_kernel::{Actor, ComplaintId};
use huiyin_store::Once;

use super::{App, AppError, saying};
use crate::domain::represent;
use crate::store;

impl App {
    /// How far the authority is; nobody's identity.
    pub(crate) async fn representation(&self, id: ComplaintId) -> Result<RepresentationView, AppError> {
        let found = store::representation(self.store.read(), id).await?;
        Ok(found.ok_or(AppError::NotFound)?.view())
    }

    /// Says whether the authority holds, once for the request's key.
    pub(crate) async fn check_authority(
        &self,
        id: ComplaintId,
        request: &CheckAuthority,
        by: Actor,
        once: Once<'_>,
    ) -> Result<RepresentationView, AppError> {
        let mut change = self.store.change().await?;
        if let Some(before) = once.answered(&change).await? {
            return Ok(before);
        }
        let mut complaint = store::lock(&change, id).await?.ok_or(AppError::NotFound)?;
        let before = store::representation(change.conn(), id).await?;
        let checked = represent::decide(before.ok_or(AppError::NotFound)?, request, self.act_of(by))?;
        store::check_representation(&change, &checked).await?;
        store::update(&change, &mut complaint).await?;
        saying::say(&mut change, &checked.said(), &complaint)?;
        let answer = checked.view();
        once.keep(&change, 200, &answer).await?;
        change.commit().await?;
        Ok(answer)
    }
}
