//! The use cases: load, decide, save with the event, commit.

mod act;
mod attach;
mod books;
mod by_receipt;
mod destroy;
mod error;
mod follow;
mod import;
mod links;
mod look;
mod numbers;
mod recognise;
mod register;
mod represent;
mod saying;
mod sealing;
mod together;

pub(crate) use crate::store::{Filter, Reference};
pub(crate) use act::Command;
pub(crate) use books::{Seen, show};
pub(crate) use destroy::NotDestroyed;
pub(crate) use error::{AppError, Refused};
pub(crate) use links::candidate;
pub(crate) use register::Answered;

use std::sync::Mutex;

use huiyin_kernel::{Actor, Date, Timestamp};
use huiyin_store::{DataKeys, Store, StoreError};
use sea_orm::SqlErr;

use self::register::{Outcome, Waiting};
use self::together::Together;
use crate::domain::attach::Quota;
use crate::domain::books::schedule::Schedule;
use crate::domain::complaint::Complaint;
use crate::domain::lookups::Lookups;
use crate::domain::matching::MatchingKey;
use crate::domain::receipt::ReceiptKey;
use crate::domain::stage::Act;
use crate::domain::throttle::{Rule, Throttle};
use crate::store;
use huiyin_files::{Files, Pace, Slots};

/// The register.
pub(crate) struct App {
    store: Store,
    receipts: ReceiptKey,
    matching: MatchingKey,
    /// What complainants told is sealed with them.
    keys: DataKeys,
    /// This intake's numbering series.
    series: u8,
    registering: Together<Waiting, Outcome>,
    files: Files,
    quota: Quota,
    uploads: Slots,
    pace: Pace,
    throttle: Mutex<Throttle>,
    lookups: Mutex<Lookups>,
    /// The working calendar, and until when an opinion book's return is waited for (R3.7).
    schedule: Schedule,
    /// The channel of what is found in opinion books.
    book_channel: String,
}

/// What the configuration says.
pub(crate) struct Settings {
    pub(crate) receipts: ReceiptKey,
    pub(crate) matching: MatchingKey,
    pub(crate) keys: DataKeys,
    pub(crate) series: u8,
    pub(crate) files: Files,
    pub(crate) quota: Quota,
    pub(crate) uploads: Slots,
    pub(crate) pace: Pace,
    pub(crate) throttle: Rule,
    /// So often a minute somebody may ask whether a complainant is known.
    pub(crate) lookups_per_minute: u32,
    pub(crate) schedule: Schedule,
    pub(crate) book_channel: String,
}

/// Registrations that share a transaction at the most: more would make the first of them wait.
const TOGETHER: usize = 64;

impl App {
    pub(crate) fn new(store: Store, settings: Settings) -> Self {
        Self {
            store,
            receipts: settings.receipts,
            matching: settings.matching,
            keys: settings.keys,
            series: settings.series,
            registering: Together::new(TOGETHER),
            files: settings.files,
            quota: settings.quota,
            uploads: settings.uploads,
            pace: settings.pace,
            throttle: Mutex::new(Throttle::new(settings.throttle)),
            lookups: Mutex::new(Lookups::new(settings.lookups_per_minute)),
            schedule: settings.schedule,
            book_channel: settings.book_channel,
        }
    }

    /// The complaint, for reading.
    pub(crate) async fn find(&self, reference: &Reference) -> Result<Option<Complaint>, StoreError> {
        store::find(self.store.read(), reference).await
    }

    /// A page of the register.
    pub(crate) async fn list(&self, filter: &Filter, limit: u64) -> Result<Vec<Complaint>, StoreError> {
        store::list(self.store.read(), filter, limit).await
    }

    /// The date by the clock of Greenwich: where a list asks for nothing nearer.
    pub(crate) fn date(&self) -> Date {
        self.now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
    }

    fn now(&self) -> Timestamp {
        self.store.clock().now()
    }

    fn act_of(&self, by: Actor) -> Act {
        Act { by, at: self.now() }
    }
}

/// Whether another process took a key at the same moment.
fn is_taken(error: &AppError) -> bool {
    let AppError::Failed(StoreError::Database(error)) = error else {
        return false;
    };
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
