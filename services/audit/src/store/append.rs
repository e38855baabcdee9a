//! Adding to the record's end: what a batch brings, with one statement.

use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr,
};

use super::entity::entry;
use crate::domain::chain::{Hash, Head};
use crate::domain::record::{Entry, Record};

/// Rows that one statement may insert: SQLite takes 32 766 values, an entry has 16.
const ROWS: usize = 1_000;

/// Adds records in their order. One alone that is there already (its event was heard before) is not added again.
///
/// # Errors
/// Where the database fails; where another process added at the same instant, or one of several is there already ([`is_taken`]).
pub(crate) async fn append(change: &Change, records: Vec<Record>) -> Result<(), StoreError> {
    let alone = match records.as_slice() {
        [one] => Some(one.event),
        _ => None,
    };
    if let Some(event) = alone {
        let known = entry::Entity::find().filter(entry::Column::EventId.eq(event));
        if known.count(change.conn()).await? > 0 {
            return Ok(());
        }
    }
    let mut end = head(change.conn()).await?;
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let entry = Entry::after(end, record);
        end = entry.head();
        rows.push(row(entry));
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS));
        insert(change, std::mem::replace(&mut rows, rest)).await?;
    }
    Ok(())
}

/// The end that was read is checked once more by the table itself: a position stands once, and a trigger takes none but the next. So
/// nobody who added meanwhile can be forked from.
async fn insert(change: &Change, rows: Vec<entry::ActiveModel>) -> Result<(), StoreError> {
    let count = rows.len() as u64;
    let once = OnConflict::column(entry::Column::EventId).do_nothing().to_owned();
    let inserted = entry::Entity::insert_many(rows)
        .on_conflict(once)
        .exec_without_returning(change.conn())
        .await?;
    if inserted == count {
        return Ok(());
    }
    Err(DbErr::RecordNotInserted.into())
}

/// Whether the record's end was not where it was thought to be, or one of several events is known: each can be added alone, later.
pub(crate) fn is_taken(error: &StoreError) -> bool {
    match error {
        StoreError::Database(DbErr::RecordNotInserted) => true,
        StoreError::Database(error) => matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))),
        _ => false,
    }
}

fn row(entry: Entry) -> entry::ActiveModel {
    let Entry {
        position,
        record,
        previous,
        hash,
    } = entry;
    entry::ActiveModel {
        position: Set(position),
        event_id: Set(record.event),
        kind: Set(record.kind),
        producer: Set(record.producer),
        epoch: Set(record.epoch),
        sequence: Set(record.sequence),
        about: Set(record.about),
        version: Set(record.version),
        subject: Set(record.subject),
        occurred_at: Set(record.occurred_at),
        recorded_at: Set(record.recorded_at),
        causation: Set(record.causation),
        policy_version: Set(record.policy_version),
        body: Set(record.body),
        previous: Set(previous.to_vec()),
        hash: Set(hash.to_vec()),
    }
}

/// The chain's end as the table has it.
pub(crate) async fn head<C: ConnectionTrait>(conn: &C) -> Result<Head, StoreError> {
    let last: Option<(i64, Vec<u8>)> = entry::Entity::find()
        .select_only()
        .columns([entry::Column::Position, entry::Column::Hash])
        .order_by_desc(entry::Column::Position)
        .into_tuple()
        .one(conn)
        .await?;
    Ok(last.map_or(Head::GENESIS, |(position, hash)| Head {
        position,
        hash: Hash::from_bytes(&hash).unwrap_or(Hash::GENESIS),
    }))
}
