//! One transaction: state, what is said of it, and what was heard.

use std::collections::HashMap;

use huiyin_contracts::{Event, Scope, subjects};
use huiyin_kernel::{EventId, Timestamp};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, ExprTrait, QueryFilter, Statement,
    TransactionTrait,
};
use uuid::Uuid;

use crate::entity::{feed_version, outbox};
use crate::{Store, StoreError, micros, trace};

/// Rows that one statement may insert: SQLite takes 32 766 values, an outbox row has 13.
const ROWS: usize = 1_000;

/// One transaction. Dropped without [`Change::commit`] it leaves nothing behind.
pub struct Change {
    transaction: DatabaseTransaction,
    store: Store,
    causation: Option<EventId>,
    said: bool,
}

/// What an event carries beside its payload.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// When it happened, where that is not now.
    pub occurred: Option<Timestamp>,
    /// The policy pack's version that it was decided by.
    pub policy_version: Option<String>,
}

/// An event that waits for its version.
struct Draft {
    kind: String,
    subject: String,
    about: Uuid,
    body: String,
    said: Said,
}

impl Change {
    pub(crate) fn new(transaction: DatabaseTransaction, store: Store) -> Self {
        Self {
            transaction,
            store,
            causation: None,
            said: false,
        }
    }

    /// The connection that everything within the change reads and writes through.
    #[must_use]
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// The database that it belongs to.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Names the event that is being handled: it becomes the causation of what is said from here on.
    pub fn because_of(&mut self, event: EventId) {
        self.causation = Some(event);
    }

    /// A part of this change that can be undone alone.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn savepoint(&self) -> Result<Self, StoreError> {
        let transaction = self.transaction.begin().await?;
        Ok(Self {
            transaction,
            store: self.store.clone(),
            causation: self.causation,
            said: false,
        })
    }

    /// Keeps a part that [`Change::savepoint`] began.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep(&mut self, part: Self) -> Result<(), StoreError> {
        self.said |= part.said;
        Ok(part.transaction.commit().await?)
    }

    /// Undoes the change.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn undo(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }

    /// Says an event: it is published when, and only when, this change is committed.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn say<E: Event>(
        &mut self,
        event: &E,
        about: Uuid,
        scope: &Scope,
        said: Said,
    ) -> Result<EventId, StoreError> {
        let drafts = vec![draft(event, about, scope, said)?];
        let ids = self.write(drafts).await?;
        Ok(ids.first().copied().unwrap_or_else(|| self.store.ids().event()))
    }

    /// Says many events of one kind, in their order, with few statements.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn say_many<E: Event>(&mut self, events: &[(E, Uuid, Scope, Said)]) -> Result<(), StoreError> {
        for chunk in events.chunks(ROWS) {
            let drafts: Result<Vec<_>, _> = chunk
                .iter()
                .map(|(event, about, scope, said)| draft(event, *about, scope, said.clone()))
                .collect();
            self.write(drafts?).await?;
        }
        Ok(())
    }

    async fn write(&mut self, drafts: Vec<Draft>) -> Result<Vec<EventId>, StoreError> {
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        self.said = true;
        let mut versions = self.versions(&drafts).await?;
        let mut sequence = self.sequences(drafts.len()).await?;
        let recorded = self.store.clock().now();
        let traceparent = trace::traceparent();
        let mut ids = Vec::with_capacity(drafts.len());
        let mut rows = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let id = self.store.ids().event();
            ids.push(id);
            let version = versions.entry(draft.about).or_insert(0);
            *version += 1;
            sequence = sequence.map(|last| last + 1);
            rows.push(outbox::ActiveModel {
                id: NotSet,
                txid: NotSet,
                sequence: Set(sequence),
                event_id: Set(id.uuid()),
                kind: Set(draft.kind),
                about: Set(draft.about),
                version: Set(*version),
                subject: Set(draft.subject),
                occurred_at: Set(micros(draft.said.occurred.unwrap_or(recorded))),
                recorded_at: Set(micros(recorded)),
                causation: Set(self.causation.map(EventId::uuid)),
                policy_version: Set(draft.said.policy_version),
                traceparent: Set(traceparent.clone()),
                body: Set(draft.body),
            });
        }
        outbox::Entity::insert_many(rows)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(ids)
    }

    /// Takes the next versions about each thing; answers the last one before them. The row's lock orders changes about one thing.
    async fn versions(&self, drafts: &[Draft]) -> Result<HashMap<Uuid, i64>, StoreError> {
        let mut counts: HashMap<Uuid, i64> = HashMap::new();
        for draft in drafts {
            *counts.entry(draft.about).or_default() += 1;
        }
        let mut abouts: Vec<Uuid> = counts.keys().copied().collect();
        abouts.sort_unstable();
        let rows = abouts.iter().map(|about| feed_version::ActiveModel {
            about: Set(*about),
            version: Set(counts.get(about).copied().unwrap_or_default()),
        });
        let add = Expr::col((feed_version::Entity, feed_version::Column::Version)).add(Expr::col((
            sea_orm::sea_query::Alias::new("excluded"),
            feed_version::Column::Version,
        )));
        feed_version::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(feed_version::Column::About)
                    .value(feed_version::Column::Version, add)
                    .to_owned(),
            )
            .exec_without_returning(&self.transaction)
            .await?;
        let after = feed_version::Entity::find()
            .filter(feed_version::Column::About.is_in(abouts))
            .all(&self.transaction)
            .await?;
        Ok(after
            .into_iter()
            .map(|row| {
                (
                    row.about,
                    row.version - counts.get(&row.about).copied().unwrap_or_default(),
                )
            })
            .collect())
    }

    /// On SQLite the one writer gives the feed's sequence at once: commit order is its order. On PostgreSQL the relay gives it
    /// below the commit horizon, since transactions commit in another order than they write.
    async fn sequences(&self, count: usize) -> Result<Option<i64>, StoreError> {
        if self.transaction.get_database_backend() != DbBackend::Sqlite {
            return Ok(None);
        }
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let take = Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "UPDATE feed SET last_sequence = last_sequence + ? WHERE id = 1 RETURNING last_sequence",
            [count.into()],
        );
        let row = self.transaction.query_one_raw(take).await?;
        let last: i64 = match row {
            Some(row) => row.try_get_by_index(0)?,
            None => return Err(sea_orm::DbErr::RecordNotFound("the feed's row".to_owned()).into()),
        };
        Ok(Some(last - count))
    }

    /// Commits; from here on it exists for ever (P1). Wakes the relay where something was said.
    ///
    /// # Errors
    /// Where the database fails: then nothing of it happened, or (the answer being lost) all of it.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await?;
        if self.said {
            self.store.inner.written.notify_one();
        }
        Ok(())
    }
}

fn draft<E: Event>(event: &E, about: Uuid, scope: &Scope, said: Said) -> Result<Draft, StoreError> {
    Ok(Draft {
        kind: E::kind(),
        subject: subjects::of::<E>(scope),
        about,
        body: serde_json::to_string(event)?,
        said,
    })
}
