//! What was written in clear before it was sealed (R8.1, P24): gone through once, with the case.

use huiyin_store::{Change, StoreError};

use super::cases::{self, Kept};
use super::{decisions, papers};

/// Seals whatever of a case stands in clear.
pub(crate) async fn seal_old(change: &Change, kept: &Kept) -> Result<(), StoreError> {
    let sealing = kept.sealing.to_write(change).await?;
    cases::seal_old(change, &sealing, kept).await?;
    papers::seal_old(change, &sealing, kept.case.id).await?;
    decisions::seal_old(change, &sealing, kept.case.id).await
}
