//! The steps that the complainant is shown.

use huiyin_kernel::{ComplaintId, Timestamp};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::step::{ActiveModel, Column, Entity};

/// Notes a step.
pub(crate) async fn add_step(
    change: &Change,
    complaint: ComplaintId,
    step: &'static str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: NotSet,
        complaint: Set(complaint.uuid()),
        step: Set(step.to_owned()),
        at: Set(micros(at)),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// The steps, the oldest first. Registering is none of them: its instant is the complaint's own.
pub(crate) async fn steps(
    conn: &impl ConnectionTrait,
    complaint: ComplaintId,
) -> Result<Vec<(String, Timestamp)>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Complaint.eq(complaint.uuid()))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.step, instant(row.at))).collect())
}
