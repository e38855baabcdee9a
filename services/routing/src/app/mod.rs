//! What routing does: load, decide, write with what is said of it, commit.

mod command;
mod contacts;
mod deadlines;
mod delays;
mod destroy;
mod directory;
mod links;
mod lists;
mod matters;
mod measures;
mod migrate;
mod motion;
mod packs;
mod say;
mod simulate;

use std::sync::{Arc, PoisonError, RwLock};

use huiyin_policy::Pack;
use huiyin_store::{Store, StoreError};
use sea_orm::ConnectionTrait;

pub(crate) use self::command::{Answered, CommandError, Key};
pub(crate) use self::destroy::NotDestroyed;
pub(crate) use self::directory::{DirectoryError, StaffError};
pub(crate) use self::matters::Heard;
pub(crate) use self::migrate::{MOST as MOST_MIGRATED, Refused as NotMigrated};
pub(crate) use self::motion::MotionError;
pub(crate) use self::packs::Packs;
pub(crate) use crate::store::lists::{OrderFilter, OrderState, place};

use crate::domain::complaint::Complaint;
use crate::domain::directory::Directory;
use crate::domain::rules::Rules;
use crate::store;

/// The use cases, and what they share.
pub(crate) struct App {
    store: Store,
    packs: Packs,
    time_zone: String,
    calendar_days_ahead: u32,
    /// The directory in memory, with the version that it is of.
    directory: RwLock<Option<(i64, Arc<Directory>)>>,
}

impl App {
    pub(crate) fn new(store: Store, packs: Packs, time_zone: String, calendar_days_ahead: u32) -> Self {
        Self {
            store,
            packs,
            time_zone,
            calendar_days_ahead,
            directory: RwLock::new(None),
        }
    }

    /// The directory as it stands in the database; read again only where it has changed since, here or in another replica. A tree that
    /// was read before a change and stored after it has another version than the database, and is read again.
    async fn directory(&self, conn: &impl ConnectionTrait) -> Result<Arc<Directory>, StoreError> {
        let held = self.directory.read().unwrap_or_else(PoisonError::into_inner).clone();
        let version = store::directory::version(conn).await?;
        if let Some((_, directory)) = held.filter(|(held, _)| *held == version) {
            return Ok(directory);
        }
        let units = store::directory::units(conn).await?;
        let directory = Arc::new(Directory::new(units, self.pack_in_force().level_duties()));
        *self.directory.write().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&directory)));
        Ok(directory)
    }

    /// To be called when a change of the directory was committed.
    pub(crate) fn forget_directory(&self) {
        *self.directory.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The version by which a complaint that is registered now is decided.
    fn pack_in_force(&self) -> &Pack {
        self.packs.in_force(self.store.clock().now())
    }

    /// By what a complaint is decided about: the version of the policy pack that it began with, or was moved to.
    fn rules<'a>(&'a self, complaint: &Complaint, directory: &'a Directory) -> Rules<'a> {
        let now = self.store.clock().now();
        self.rules_of(self.packs.of_complaint(&complaint.policy_version, now), directory)
    }

    fn rules_of<'a>(&'a self, pack: &'a Pack, directory: &'a Directory) -> Rules<'a> {
        Rules {
            pack,
            directory,
            ids: self.store.ids(),
        }
    }
}
