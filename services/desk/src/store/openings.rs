//! Which complaint is open to which session.

use huiyin_kernel::{BreakGlassId, ComplaintId, Timestamp};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::opening::{ActiveModel, Column, Entity};

/// A complaint that is open to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) request: BreakGlassId,
    pub(crate) complaint: ComplaintId,
    pub(crate) until: Timestamp,
}

/// What is open to the session of this hash.
pub(crate) async fn opening(conn: &impl ConnectionTrait, hash: &str) -> Result<Option<Opening>, StoreError> {
    let row = Entity::find_by_id(hash).one(conn).await?;
    Ok(row.map(|row| Opening {
        request: BreakGlassId::from_uuid(row.request),
        complaint: ComplaintId::from_uuid(row.complaint),
        until: instant(row.until_at),
    }))
}

/// Opens a complaint to a session, in place of the one before.
pub(crate) async fn open(change: &Change, hash: &str, opening: &Opening) -> Result<(), StoreError> {
    shut(change, hash).await?;
    let row = ActiveModel {
        hash: Set(hash.to_owned()),
        request: Set(opening.request.uuid()),
        complaint: Set(opening.complaint.uuid()),
        until_at: Set(micros(opening.until)),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Opens nothing to it any more.
pub(crate) async fn shut(change: &Change, hash: &str) -> Result<(), StoreError> {
    Entity::delete_by_id(hash).exec(change.conn()).await?;
    Ok(())
}

/// Forgets what is over.
pub(crate) async fn sweep_openings(change: &Change, now: Timestamp) -> Result<(), StoreError> {
    let over = Entity::delete_many().filter(Column::UntilAt.lte(micros(now)));
    over.exec(change.conn()).await?;
    Ok(())
}
