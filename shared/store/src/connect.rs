//! Connecting, with the settings that durability rests on.

use std::sync::Arc;
use std::time::Duration;

use huiyin_kernel::{Clock, Ids};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnAcquireErr, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, Notify, OnceCell};
use tokio::time::timeout;
use uuid::Uuid;

use crate::{Change, StoreConfig, StoreError};

/// A service's database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) service: &'static str,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) written: Arc<Notify>,
    /// The epoch of this database, once read: it is one for as long as the database is.
    pub(crate) epoch: OnceCell<Uuid>,
    /// The last place in the feed that was given, as of the last commit (SQLite, whose file has one process).
    feed_end: Arc<Mutex<Option<i64>>>,
}

const BUSY: Duration = Duration::from_secs(10);
const ACQUIRE: Duration = Duration::from_secs(5);

impl Store {
    /// Connects, and on SQLite reads back that a commit is on the disk before it is answered.
    ///
    /// # Errors
    /// Where the database cannot be reached or does not take the settings.
    pub async fn connect(
        config: &StoreConfig,
        service: &'static str,
        clock: Clock,
        ids: Ids,
    ) -> Result<Self, StoreError> {
        let (writer, reader) = if config.url.starts_with("sqlite:") {
            let writer = sqlite(&config.url, 1, false).await?;
            check_sqlite(&writer).await?;
            (writer, sqlite(&config.url, config.connections, true).await?)
        } else if config.url.starts_with("postgres:") || config.url.starts_with("postgresql:") {
            let pool = Database::connect(options(&config.url, config.connections)).await?;
            (pool.clone(), pool)
        } else {
            return Err(StoreError::UnknownDatabase);
        };
        let inner = Inner {
            service,
            writer,
            reader,
            clock,
            ids,
            written: Arc::new(Notify::new()),
            epoch: OnceCell::new(),
            feed_end: Arc::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The service that owns the database: the producer of its feed.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.inner.service
    }

    /// The present instant's source.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The source of ids.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.inner.ids
    }

    /// Which of the two databases it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.inner.writer.get_database_backend()
    }

    /// Whether it is SQLite: one file, one process, one writer.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.backend() == DbBackend::Sqlite
    }

    /// For reading outside a change.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    /// For the schema alone; everything else writes through a [`Change`].
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }

    /// Resolves when a change with events has been committed: the relay's bell.
    pub async fn written(&self) {
        self.inner.written.notified().await;
    }

    /// Begins a change. On SQLite there is one writer, and it holds the lock from here on: a deferred transaction that writes
    /// later fails at once, whatever the busy timeout.
    ///
    /// # Errors
    /// Where the database is away or busy for too long.
    pub async fn change(&self) -> Result<Change, StoreError> {
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        let end = if self.is_sqlite() {
            // One writer at a time, and those who wait are served in their order.
            let end = timeout(ACQUIRE, Arc::clone(&self.inner.feed_end).lock_owned()).await;
            Some(end.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?)
        } else {
            None
        };
        let transaction = self.inner.writer.begin_with_options(options).await?;
        Ok(Change::new(transaction, self.clone(), end))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.inner.reader.ping().await?)
    }

    /// Closes all connections, which folds SQLite's log back into the file.
    pub async fn close(self) {
        for connection in [self.inner.reader.clone(), self.inner.writer.clone()] {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, service = self.inner.service, "a database connection did not close");
            }
        }
    }
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .sqlx_logging(false);
    options
}

async fn sqlite(url: &str, connections: u32, read_only: bool) -> Result<DatabaseConnection, StoreError> {
    let mut options = options(url, connections);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .create_if_missing(!read_only)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // What is deleted is overwritten wherever its page is written anyway: a destroyed key is not left in the file.
            .pragma("secure_delete", "fast")
            .pragma("query_only", if read_only { "on" } else { "off" })
    });
    // One connection that stays: a second writer only waits, and a closed one forgets its prepared statements.
    options
        .min_connections(1)
        .idle_timeout(Duration::from_secs(24 * 3600))
        .max_lifetime(Duration::from_secs(24 * 3600));
    Ok(Database::connect(options).await?)
}

async fn check_sqlite(connection: &DatabaseConnection) -> Result<(), StoreError> {
    for (setting, pragma, wanted) in [
        ("journal_mode", "PRAGMA journal_mode", "wal"),
        ("synchronous", "PRAGMA synchronous", "2"),
    ] {
        let row = connection
            .query_one_raw(Statement::from_string(DbBackend::Sqlite, pragma))
            .await?;
        let found = match &row {
            Some(row) => row
                .try_get_by_index::<String>(0)
                .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))?,
            None => String::new(),
        };
        if found != wanted {
            return Err(StoreError::Setting { setting, wanted, found });
        }
    }
    Ok(())
}
