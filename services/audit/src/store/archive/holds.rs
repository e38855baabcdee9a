//! What holds files.

use huiyin_kernel::{ComplaintId, HoldId};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{read, written};
use crate::domain::archive::{Act, Hold};
use crate::store::entity::hold::{ActiveModel, Column, Entity, Model};

/// Puts a file on hold.
pub(crate) async fn add_hold(change: &Change, hold: &Hold) -> Result<(), StoreError> {
    let (holder, held_at) = written(&hold.act)?;
    let row = ActiveModel {
        id: Set(hold.id.uuid()),
        complaint: Set(hold.complaint.uuid()),
        ground: Set(hold.ground.clone()),
        reference: Set(hold.reference.clone()),
        holder: Set(holder),
        held_at: Set(held_at),
        releaser: Set(None),
        released_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Ends a hold that nobody has ended; answers whether it was so.
pub(crate) async fn end_hold(change: &Change, hold: HoldId, act: &Act) -> Result<bool, StoreError> {
    let (releaser, released_at) = written(act)?;
    let done = Entity::update_many()
        .col_expr(Column::Releaser, Expr::value(releaser))
        .col_expr(Column::ReleasedAt, Expr::value(released_at))
        .filter(Column::Id.eq(hold.uuid()))
        .filter(Column::ReleasedAt.is_null())
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// One hold.
pub(crate) async fn hold(conn: &impl ConnectionTrait, id: HoldId) -> Result<Option<Hold>, StoreError> {
    let row = Entity::find_by_id(id.uuid()).only(conn).await?;
    row.map(entity).transpose()
}

/// What holds or held these files, the oldest first.
pub(crate) async fn holds(conn: &impl ConnectionTrait, complaints: &[ComplaintId]) -> Result<Vec<Hold>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Complaint.is_in(complaints.iter().map(|complaint| complaint.uuid())))
        .order_by_asc(Column::HeldAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(entity).collect()
}

/// Which of these files something holds.
pub(crate) async fn held(
    conn: &impl ConnectionTrait,
    complaints: &[ComplaintId],
) -> Result<Vec<ComplaintId>, StoreError> {
    let holds = holds(conn, complaints).await?;
    let held = holds.into_iter().filter(|hold| hold.released.is_none());
    Ok(held.map(|hold| hold.complaint).collect())
}

fn entity(row: Model) -> Result<Hold, StoreError> {
    let released = row.releaser.as_deref().zip(row.released_at);
    Ok(Hold {
        id: HoldId::from_uuid(row.id),
        complaint: ComplaintId::from_uuid(row.complaint),
        ground: row.ground,
        reference: row.reference,
        act: read(&row.holder, row.held_at)?,
        released: released.map(|(by, at)| read(by, at)).transpose()?,
    })
}
