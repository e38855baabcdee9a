//! Adding to the record's end, with one statement an entry.

use std::sync::{Mutex, PoisonError};

use huiyin_store::{Change, StoreError};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr, Statement,
};

use super::entity::entry;
use crate::domain::chain::{Hash, Head};
use crate::domain::record::{Entry, Record};

/// The chain's end as last seen.
///
/// It is a guess: a change may be undone after it moved, another process may have gone on. The insert itself checks it against the
/// table and adds nothing where it is wrong; then the end is read anew. So a wrong guess costs a statement, never a fork.
#[derive(Default)]
pub(crate) struct Chain {
    seen: Mutex<Option<Head>>,
}

/// `$16` is the position that the entry follows and `$15` the hash there.
const INSERT: &str = "INSERT INTO entry (position, event_id, kind, producer, epoch, sequence, about, version, subject, \
     occurred_at, recorded_at, causation, policy_version, body, previous, hash) \
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $17 \
     WHERE (SELECT COALESCE(MAX(position), 0) FROM entry) = $16 \
     AND ($16 = 0 OR EXISTS (SELECT 1 FROM entry WHERE position = $16 AND hash = $15)) \
     ON CONFLICT (event_id) DO NOTHING";

impl Chain {
    /// Adds a record. One that is there already (its event was heard before) is not added again.
    ///
    /// # Errors
    /// Where the database fails, or on PostgreSQL where another process added at the same instant.
    pub(crate) async fn append(&self, change: &Change, record: Record) -> Result<(), StoreError> {
        let guess = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(head) = guess {
            let entry = Entry::after(head, record.clone());
            if insert(change, &entry).await? {
                self.remember(entry.head());
                return Ok(());
            }
        }
        let known = entry::Entity::find().filter(entry::Column::EventId.eq(record.event));
        if known.one(change.conn()).await?.is_some() {
            return Ok(());
        }
        let entry = Entry::after(head(change.conn()).await?, record);
        if !insert(change, &entry).await? {
            return Err(DbErr::RecordNotInserted.into());
        }
        self.remember(entry.head());
        Ok(())
    }

    fn remember(&self, head: Head) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
    }
}

/// Whether another process added to the record at the same instant: the same event can be added after it.
pub(crate) fn is_taken(error: &StoreError) -> bool {
    match error {
        StoreError::Database(DbErr::RecordNotInserted) => true,
        StoreError::Database(error) => matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))),
        _ => false,
    }
}

async fn insert(change: &Change, entry: &Entry) -> Result<bool, StoreError> {
    let Entry {
        position,
        record,
        previous,
        hash,
    } = entry;
    let values = [
        (*position).into(),
        record.event.into(),
        record.kind.clone().into(),
        record.producer.clone().into(),
        record.epoch.into(),
        record.sequence.into(),
        record.about.into(),
        record.version.into(),
        record.subject.clone().into(),
        record.occurred_at.into(),
        record.recorded_at.into(),
        record.causation.into(),
        record.policy_version.clone().into(),
        record.body.clone().into(),
        previous.to_vec().into(),
        (position - 1).into(),
        hash.to_vec().into(),
    ];
    let statement = Statement::from_sql_and_values(change.conn().get_database_backend(), INSERT, values);
    Ok(change.conn().execute_raw(statement).await?.rows_affected() == 1)
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
