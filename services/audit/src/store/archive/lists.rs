//! Lists of what is to be destroyed.

use huiyin_kernel::DestructionId;
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};

use super::{read, written};
use crate::domain::archive::{Decided, List};
use crate::store::entity::list::{ActiveModel, Column, Entity, Model};

/// Adds a list.
pub(crate) async fn add_list(change: &Change, list: &List) -> Result<(), StoreError> {
    let (proposer, proposed_at) = written(&list.proposed)?;
    let row = ActiveModel {
        id: Set(list.id.uuid()),
        proposer: Set(proposer),
        proposed_at: Set(proposed_at),
        approved: Set(None),
        decider: Set(None),
        decided_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Keeps how a list was decided.
pub(crate) async fn save_list(change: &Change, list: &List) -> Result<(), StoreError> {
    let Some(decided) = &list.decided else { return Ok(()) };
    let (decider, decided_at) = written(&decided.act)?;
    let row = ActiveModel {
        id: Set(list.id.uuid()),
        proposer: NotSet,
        proposed_at: NotSet,
        approved: Set(Some(decided.approved)),
        decider: Set(Some(decider)),
        decided_at: Set(Some(decided_at)),
    };
    row.into_active_model().update(change.conn()).await?;
    Ok(())
}

/// A list, which nobody else decides before this change ends.
pub(crate) async fn lock_list(change: &Change, id: DestructionId) -> Result<Option<List>, StoreError> {
    let row = Entity::find_by_id(id.uuid())
        .lock_exclusive()
        .only(change.conn())
        .await?;
    row.map(entity).transpose()
}

/// A list, for reading.
pub(crate) async fn list(conn: &impl ConnectionTrait, id: DestructionId) -> Result<Option<List>, StoreError> {
    let row = Entity::find_by_id(id.uuid()).only(conn).await?;
    row.map(entity).transpose()
}

/// Lists, the latest first.
pub(crate) async fn lists(conn: &impl ConnectionTrait, limit: u64) -> Result<Vec<List>, StoreError> {
    let rows = Entity::find().order_by_desc(Column::Id).limit(limit).all(conn).await?;
    rows.into_iter().map(entity).collect()
}

fn entity(row: Model) -> Result<List, StoreError> {
    let decided = row.approved.zip(row.decider.as_deref().zip(row.decided_at));
    let decided = decided.map(|(approved, (by, at))| read(by, at).map(|act| Decided { approved, act }));
    Ok(List {
        id: DestructionId::from_uuid(row.id),
        proposed: read(&row.proposer, row.proposed_at)?,
        decided: decided.transpose()?,
    })
}
