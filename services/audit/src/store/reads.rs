//! Reading the record and how far it has come.

use huiyin_store::{Only, StoreError};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::{entry, fact};
use crate::domain::chain::{Hash, Head};
use crate::domain::record::Entry;

pub(crate) use super::append::head;

/// The head that stood at `position`, as the table has it; nothing where no such entry is.
pub(crate) async fn head_at<C: ConnectionTrait>(conn: &C, position: i64) -> Result<Option<Head>, StoreError> {
    if position == 0 {
        return Ok(Some(Head::GENESIS));
    }
    let found = entry::Entity::find_by_id(position).only(conn).await?;
    Ok(found.map(|row| Head {
        position,
        hash: Hash::from_bytes(&row.hash).unwrap_or(Hash::GENESIS),
    }))
}

/// The next entries of the record, in their order.
pub(crate) async fn entries_after<C: ConnectionTrait>(
    conn: &C,
    after: i64,
    limit: u64,
) -> Result<Vec<Entry>, StoreError> {
    let rows = entry::Entity::find()
        .filter(entry::Column::Position.gt(after))
        .order_by_asc(entry::Column::Position)
        .limit(limit)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(entry::Model::entry).collect())
}

/// The next entries about one thing, in their order.
pub(crate) async fn entries_about<C: ConnectionTrait>(
    conn: &C,
    about: Uuid,
    after: i64,
    limit: u64,
) -> Result<Vec<Entry>, StoreError> {
    let rows = entry::Entity::find()
        .filter(entry::Column::About.eq(about))
        .filter(entry::Column::Position.gt(after))
        .order_by_asc(entry::Column::Position)
        .limit(limit)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(entry::Model::entry).collect())
}

/// What is known of a complaint.
pub(crate) async fn fact<C: ConnectionTrait>(conn: &C, complaint: Uuid) -> Result<Option<fact::Model>, StoreError> {
    Ok(fact::Entity::find_by_id(complaint).only(conn).await?)
}

/// How many complaints are recorded, and how many of those are routed.
pub(crate) async fn progress<C: ConnectionTrait>(conn: &C) -> Result<(u64, u64), StoreError> {
    let recorded = fact::Entity::find().filter(fact::Column::ReceivedOn.is_not_null());
    let routed = recorded.clone().filter(fact::Column::Lead.is_not_null());
    Ok((recorded.count(conn).await?, routed.count(conn).await?))
}

/// Of these complaints: whether each is recorded, and whether routed.
pub(crate) async fn counted<C: ConnectionTrait>(
    conn: &C,
    complaints: &[Uuid],
) -> Result<Vec<(bool, bool)>, StoreError> {
    let rows: Vec<(Option<String>, Option<String>)> = fact::Entity::find()
        .select_only()
        .columns([fact::Column::ReceivedOn, fact::Column::Lead])
        .filter(fact::Column::Complaint.is_in(complaints.iter().copied()))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.iter().map(|(day, lead)| (day.is_some(), lead.is_some())).collect())
}
