//! One transaction: state, what is said of it, and what was heard.

use std::collections::{BTreeMap, HashMap};

use huiyin_contracts::{Event, Scope, subjects};
use huiyin_kernel::{EventId, Timestamp};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Alias, Expr, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, ExprTrait, TransactionTrait};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use crate::entity::{feed_version, outbox};
use crate::{Store, StoreError, feed, micros, trace};

/// Rows that one statement may insert: SQLite takes 32 766 values, an outbox row has 13.
const ROWS: usize = 1_000;

/// One transaction. Dropped without [`Change::commit`] it leaves nothing behind.
pub struct Change {
    transaction: DatabaseTransaction,
    store: Store,
    causation: Option<EventId>,
    /// Said and not yet written.
    drafts: Vec<Draft>,
    /// Whether anything said was written.
    said: bool,
    /// The last place in the feed that this change has given (SQLite).
    given: Option<i64>,
    /// What the store knows of the feed's end; held until the change ends, so that nobody reads it between commit and note (SQLite).
    end: Option<FeedEnd>,
}

/// The last place in the feed that was given, as of the last commit; nothing where the table must be asked.
pub(crate) type FeedEnd = OwnedMutexGuard<Option<i64>>;

/// What an event carries beside its payload.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// When it happened, where that is not now.
    pub occurred: Option<Timestamp>,
    /// The policy pack's version that it was decided by.
    pub policy_version: Option<String>,
}

/// An event that waits for its version and its place in the feed.
struct Draft {
    id: EventId,
    kind: String,
    subject: String,
    about: Uuid,
    body: String,
    said: Said,
    recorded: Timestamp,
    causation: Option<EventId>,
    traceparent: Option<String>,
}

impl Change {
    pub(crate) fn new(transaction: DatabaseTransaction, store: Store, end: Option<FeedEnd>) -> Self {
        Self {
            transaction,
            store,
            causation: None,
            drafts: Vec::new(),
            said: false,
            given: end.as_ref().and_then(|end| **end),
            end,
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

    /// A part of this change that can be undone alone. What was said so far is written first, so that the order stays.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn savepoint(&mut self) -> Result<Self, StoreError> {
        self.flush().await?;
        let transaction = self.transaction.begin().await?;
        Ok(Self {
            transaction,
            store: self.store.clone(),
            causation: self.causation,
            drafts: Vec::new(),
            said: false,
            given: self.given,
            end: None,
        })
    }

    /// Keeps a part that [`Change::savepoint`] began.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep(&mut self, mut part: Self) -> Result<(), StoreError> {
        part.flush().await?;
        self.said |= part.said;
        self.given = part.given;
        Ok(part.transaction.commit().await?)
    }

    /// Undoes the change.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn undo(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }

    /// Says an event: it is published when, and only when, this change is committed. It is written with what else the change says,
    /// at its end, so that the feed's row is held for as short a time as can be.
    ///
    /// # Errors
    /// Where the payload cannot be written as JSON.
    pub fn say<E: Event>(&mut self, event: &E, about: Uuid, scope: &Scope, said: Said) -> Result<EventId, StoreError> {
        let id = self.store.ids().event();
        self.drafts.push(Draft {
            id,
            kind: E::kind(),
            subject: subjects::of::<E>(scope),
            about,
            body: serde_json::to_string(event)?,
            said,
            recorded: self.store.clock().now(),
            causation: self.causation,
            traceparent: trace::traceparent(),
        });
        Ok(id)
    }

    /// Writes what was said so far; [`Change::commit`] does it too. For those who must know now whether the database takes it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        let mut drafts = std::mem::take(&mut self.drafts);
        while !drafts.is_empty() {
            let rest = drafts.split_off(drafts.len().min(ROWS));
            self.write(std::mem::replace(&mut drafts, rest)).await?;
        }
        Ok(())
    }

    async fn write(&mut self, drafts: Vec<Draft>) -> Result<(), StoreError> {
        self.said = true;
        let mut versions = self.versions(&drafts).await?;
        let mut sequence = self.sequences(drafts.len()).await?;
        let mut rows = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let version = versions.entry(draft.about).or_insert(0);
            *version += 1;
            sequence = sequence.map(|last| last + 1);
            rows.push(outbox::ActiveModel {
                id: NotSet,
                txid: NotSet,
                sequence: Set(sequence),
                event_id: Set(draft.id.uuid()),
                kind: Set(draft.kind),
                about: Set(draft.about),
                version: Set(*version),
                subject: Set(draft.subject),
                occurred_at: Set(micros(draft.said.occurred.unwrap_or(draft.recorded))),
                recorded_at: Set(micros(draft.recorded)),
                causation: Set(draft.causation.map(EventId::uuid)),
                policy_version: Set(draft.said.policy_version),
                traceparent: Set(draft.traceparent),
                body: Set(draft.body),
            });
        }
        outbox::Entity::insert_many(rows)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Takes the next versions about each thing; answers the last one before them. The row's lock orders changes about one thing.
    async fn versions(&self, drafts: &[Draft]) -> Result<HashMap<Uuid, i64>, StoreError> {
        let mut counts: BTreeMap<Uuid, i64> = BTreeMap::new();
        for draft in drafts {
            *counts.entry(draft.about).or_default() += 1;
        }
        let mut upsert = Query::insert();
        upsert
            .into_table(feed_version::Entity)
            .columns([feed_version::Column::About, feed_version::Column::Version]);
        for (about, count) in &counts {
            upsert.values_panic([Expr::val(*about), Expr::val(*count)]);
        }
        let told = Expr::col((Alias::new("excluded"), feed_version::Column::Version));
        let sum = Expr::col((feed_version::Entity, feed_version::Column::Version)).add(told);
        upsert
            .on_conflict(
                OnConflict::column(feed_version::Column::About)
                    .value(feed_version::Column::Version, sum)
                    .to_owned(),
            )
            .returning(Query::returning().columns([feed_version::Column::About, feed_version::Column::Version]));
        let mut before = HashMap::with_capacity(counts.len());
        for row in self.transaction.query_all(&upsert).await? {
            let (about, version): (Uuid, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            before.insert(about, version - counts.get(&about).copied().unwrap_or_default());
        }
        Ok(before)
    }

    /// Takes the next places in the feed; answers the last one before them. On SQLite the one writer gives them at once: commit order
    /// is their order. On PostgreSQL the relay gives them below the commit horizon, since transactions commit in another order than
    /// they write.
    async fn sequences(&mut self, count: usize) -> Result<Option<i64>, StoreError> {
        if self.transaction.get_database_backend() != DbBackend::Sqlite {
            return Ok(None);
        }
        let last = match self.given {
            Some(last) => last,
            None => feed::last(&self.transaction).await?,
        };
        self.given = Some(last.saturating_add(i64::try_from(count).unwrap_or(i64::MAX)));
        Ok(Some(last))
    }

    /// Commits; from here on it exists for ever (P1). Wakes the relay where something was said.
    ///
    /// # Errors
    /// Where the database fails: then nothing of it happened, or (the answer being lost) all of it.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.flush().await?;
        // Whether a commit that failed took effect only the table can say.
        let known = self.end.as_mut().and_then(|end| end.take());
        self.transaction.commit().await?;
        if let Some(end) = self.end.as_mut() {
            **end = self.given.or(known);
        }
        if self.said {
            self.store.inner.written.notify_one();
        }
        Ok(())
    }
}
