//! The outbox in the order of its feed: what the relay publishes and what a replay answers.

use huiyin_contracts::Envelope;
use huiyin_kernel::EventId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};
use uuid::Uuid;

use crate::entity::{feed, feed_consumer, outbox};
use crate::{Only, Store, StoreError, instant, micros};

const ROW: i32 = 1;

/// How far the feed has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which life of the database.
    pub epoch: Uuid,
    /// The last sequence given.
    pub last: i64,
    /// All up to here is known to be on the bus.
    pub relayed: i64,
}

/// How far a consumer has heard this feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// Its name.
    pub name: String,
    /// All up to here.
    pub through: i64,
}

impl Store {
    pub(crate) async fn begin_feed(&self) -> Result<(), StoreError> {
        let row = feed::ActiveModel {
            id: Set(ROW),
            epoch: Set(self.ids().uuid()),
            last_sequence: Set(0),
            relayed: Set(0),
            lease_holder: Set(None),
            lease_until: Set(0),
        };
        feed::Entity::insert(row)
            .on_conflict(OnConflict::column(feed::Column::Id).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(self.writer())
            .await?;
        Ok(())
    }

    /// How far the feed has come.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn feed_head(&self) -> Result<Head, StoreError> {
        let row = feed::Entity::find_by_id(ROW).only(self.read()).await?;
        let row = row.ok_or_else(|| sea_orm::DbErr::RecordNotFound("the feed's row".to_owned()))?;
        let last = match self.backend() {
            DbBackend::Sqlite => last(self.read()).await?,
            _ => row.last_sequence,
        };
        Ok(Head {
            epoch: row.epoch,
            last,
            relayed: row.relayed,
        })
    }

    /// Takes or keeps the relay's lease for `seconds`, on the database's own time: one relay per database.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn lease(&self, holder: Uuid, seconds: i64) -> Result<bool, StoreError> {
        let backend = self.backend();
        let now = match backend {
            DbBackend::Sqlite => "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)",
            _ => "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
        };
        let sql = format!(
            "UPDATE feed SET lease_holder = $1, lease_until = {now} + $2 WHERE id = 1 AND (lease_holder = $1 OR lease_until < {now})"
        );
        let statement = Statement::from_sql_and_values(backend, sql, [holder.into(), (seconds * 1_000_000).into()]);
        Ok(self.writer().execute_raw(statement).await?.rows_affected() == 1)
    }

    /// Gives up the lease, so that another relay can go on at once.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn release(&self, holder: Uuid) -> Result<(), StoreError> {
        feed::Entity::update_many()
            .col_expr(feed::Column::LeaseUntil, Expr::value(0_i64))
            .filter(feed::Column::LeaseHolder.eq(holder))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Numbers what was committed since (PostgreSQL; on SQLite the writer did): contiguous, below the commit horizon.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn number(&self, most: i64) -> Result<(), StoreError> {
        if self.backend() != DbBackend::Postgres {
            return Ok(());
        }
        let unnumbered = outbox::Entity::find()
            .filter(outbox::Column::Sequence.is_null())
            .limit(1)
            .one(self.read())
            .await?;
        if unnumbered.is_none() {
            return Ok(());
        }
        let change = self.change().await?;
        let lock = Statement::from_string(
            DbBackend::Postgres,
            "SELECT last_sequence FROM feed WHERE id = 1 FOR UPDATE",
        );
        change.conn().query_one_raw(lock).await?;
        let number = Statement::from_sql_and_values(DbBackend::Postgres, NUMBER, [most.into()]);
        let numbered = change.conn().execute_raw(number).await?.rows_affected();
        if numbered == 0 {
            return change.undo().await;
        }
        let count = i64::try_from(numbered).unwrap_or(i64::MAX);
        feed::Entity::update_many()
            .col_expr(
                feed::Column::LastSequence,
                Expr::cust_with_values("last_sequence + $1", [count]),
            )
            .exec(change.conn())
            .await?;
        change.commit().await
    }

    /// How many committed events wait for their place in the feed (PostgreSQL).
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn unnumbered(&self) -> Result<u64, StoreError> {
        Ok(outbox::Entity::find()
            .filter(outbox::Column::Sequence.is_null())
            .count(self.read())
            .await?)
    }

    /// Events after a sequence, in their order: for the relay and for a replay.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn feed_after(&self, sequence: i64, most: u64) -> Result<Vec<Envelope>, StoreError> {
        let epoch = async || Ok::<_, StoreError>(self.feed_head().await?.epoch);
        let epoch = *self.inner.epoch.get_or_try_init(epoch).await?;
        // The feed is contiguous: a range says what a limit would, and SQLite need not prepare the statement anew for its value.
        let last = sequence.saturating_add(i64::try_from(most).unwrap_or(i64::MAX));
        let rows = outbox::Entity::find()
            .filter(outbox::Column::Sequence.gt(sequence))
            .filter(outbox::Column::Sequence.lte(last))
            .order_by_asc(outbox::Column::Sequence)
            .all(self.read())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| envelope(row, self.service(), epoch))
            .collect())
    }

    /// Keeps how far the bus has acknowledged. Kept late after a crash it costs a second publication, which is recognised.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn relayed(&self, through: i64) -> Result<(), StoreError> {
        feed::Entity::update_many()
            .col_expr(feed::Column::Relayed, Expr::value(through))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Keeps how far a consumer has heard this feed.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn consumer_heard(&self, consumer: &str, through: i64) -> Result<(), StoreError> {
        let row = feed_consumer::ActiveModel {
            consumer: Set(consumer.to_owned()),
            through: Set(through),
            heard_at: Set(micros(self.clock().now())),
        };
        let update = [feed_consumer::Column::Through, feed_consumer::Column::HeardAt];
        feed_consumer::Entity::insert(row)
            .on_conflict(
                OnConflict::column(feed_consumer::Column::Consumer)
                    .update_columns(update)
                    .to_owned(),
            )
            .exec_without_returning(self.writer())
            .await?;
        Ok(())
    }

    /// The consumers that have reported, and how far they have heard.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn consumers(&self) -> Result<Vec<Consumer>, StoreError> {
        let rows = feed_consumer::Entity::find()
            .order_by_asc(feed_consumer::Column::Consumer)
            .all(self.read())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| Consumer {
                name: row.consumer,
                through: row.through,
            })
            .collect())
    }
}

/// The last place in the feed that was given (SQLite): that of the outbox's last row, which stays.
pub(crate) async fn last(conn: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let last: Option<Option<i64>> = outbox::Entity::find()
        .select_only()
        .column_as(outbox::Column::Sequence.max(), "last")
        .into_tuple()
        .one(conn)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

const NUMBER: &str = "WITH fresh AS (
    SELECT id, row_number() OVER (ORDER BY txid, id) AS place FROM (
        SELECT id, txid FROM outbox
        WHERE sequence IS NULL AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        ORDER BY txid, id LIMIT $1) AS below)
UPDATE outbox SET sequence = feed.last_sequence + fresh.place FROM fresh, feed WHERE outbox.id = fresh.id AND feed.id = 1";

fn envelope(row: outbox::Model, producer: &str, epoch: Uuid) -> Envelope {
    Envelope {
        id: EventId::from_uuid(row.event_id),
        kind: row.kind,
        producer: producer.to_owned(),
        epoch,
        sequence: row.sequence.unwrap_or_default(),
        about: row.about,
        version: row.version,
        subject: row.subject,
        occurred: instant(row.occurred_at),
        recorded: instant(row.recorded_at),
        causation: row.causation.map(EventId::from_uuid),
        policy_version: row.policy_version,
        traceparent: row.traceparent,
        body: row.body,
    }
}
