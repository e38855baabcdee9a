//! What can go wrong with a database.

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// A database that does not do what it was asked. Never a refusal of a rule.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed")]
    Database(#[from] DbErr),
    /// The address names neither of the two databases.
    #[error("database.url must begin with sqlite: or postgres:")]
    UnknownDatabase,
    /// SQLite did not take a setting that durability rests on.
    #[error("SQLite runs with {setting} = {found}, but a power cut is survived with {wanted} only")]
    Setting {
        /// The pragma.
        setting: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What was read back.
        found: String,
    },
    /// There are migrations to carry out first.
    #[error(
        "the {service} database waits for {count} migrations, the first is {first}: start once with database.migrate = true"
    )]
    Pending {
        /// The service.
        service: String,
        /// How many.
        count: usize,
        /// The first one's name.
        first: String,
    },
    /// A payload could not be written as JSON.
    #[error("the event cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A sealed value does not open, or cannot be sealed.
    #[error(transparent)]
    Sealed(#[from] huiyin_seal::SealError),
    /// The key file changed and cannot be used.
    #[error(transparent)]
    KeyFile(huiyin_seal::RingError),
    /// The key file is another one than the one under which was sealed.
    #[error(
        "key {0} of the key file is another key than the one that sealed what the {1} database holds: put the key file back from where \
         keys are kept"
    )]
    OtherKeys(i32, &'static str),
    /// Something was to be sealed for a complaint whose key is destroyed.
    #[error("the complaint's content is destroyed: nothing can be added to it")]
    Destroyed,
}

impl StoreError {
    /// Whether the same thing may succeed later: the database is away, busy or full, or another change was in the way.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Database(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => true,
            Self::Database(DbErr::Exec(error) | DbErr::Query(error)) => is_transient(error),
            _ => false,
        }
    }
}

fn is_transient(error: &RuntimeErr) -> bool {
    let RuntimeErr::SqlxError(error) = error else {
        return true;
    };
    match &**error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(database) => match database.code().as_deref() {
            // PostgreSQL: connection, resources, operator intervention, serialisation and deadlock.
            Some(code) if code.len() == 5 => ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class)),
            // SQLite's primary result code: busy, locked, input/output, full, cannot open.
            Some(code) => code
                .parse()
                .is_ok_and(|code: i32| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14)),
            None => false,
        },
        _ => false,
    }
}
