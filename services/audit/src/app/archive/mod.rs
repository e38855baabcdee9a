//! The archive: holds, and lists of what is destroyed (R8.3).

mod hear;
mod holds;
mod lists;

use huiyin_kernel::{ComplaintId, Date, DestructionId};
use huiyin_store::{OnceError, StoreError};

pub(crate) use hear::{Move, apply, read};

use super::App;
use super::say::say;
use crate::domain::archive::{File, Hold, List, approve, hold, propose};
use crate::domain::known::Known;
use crate::domain::sight::Sight;
use crate::store::archive::{self, Gone};

/// Lists that are shown at the most.
const LISTS: u64 = 100;

/// Why something was not done in the archive.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveError {
    #[error("there is no such thing")]
    NotFound,
    #[error(transparent)]
    Once(#[from] OnceError),
    #[error(transparent)]
    Hold(#[from] hold::Refusal),
    #[error(transparent)]
    Propose(#[from] propose::Refusal),
    #[error(transparent)]
    Approve(#[from] approve::Refusal),
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// A file with all that is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) file: File,
    pub(crate) known: Known,
    pub(crate) holds: Vec<Hold>,
    pub(crate) gone: Vec<Gone>,
}

/// A list with its files.
#[derive(Clone, Debug)]
pub(crate) struct WholeList {
    pub(crate) list: List,
    pub(crate) files: Vec<Whole>,
}

impl App {
    /// A complaint's file.
    pub(crate) async fn file(&self, complaint: ComplaintId) -> Result<Option<Whole>, StoreError> {
        let file = archive::file(self.store.read(), complaint).await?;
        Ok(self.whole(file.into_iter().collect()).await?.pop())
    }

    /// Files of what a caller sees, after one of them.
    pub(crate) async fn files(
        &self,
        sight: &Sight,
        after: Option<ComplaintId>,
        limit: u64,
    ) -> Result<Vec<Whole>, StoreError> {
        self.whole(archive::files(self.store.read(), sight, after, limit).await?)
            .await
    }

    /// Files of what a caller sees, whose terms are over before a day and that are on no list.
    pub(crate) async fn files_due(
        &self,
        sight: &Sight,
        day: Date,
        after: Option<&(String, ComplaintId)>,
        limit: u64,
    ) -> Result<Vec<Whole>, StoreError> {
        self.whole(archive::due(self.store.read(), sight, day, after, limit).await?)
            .await
    }

    /// A list with its files.
    pub(crate) async fn destruction(&self, id: DestructionId) -> Result<Option<WholeList>, StoreError> {
        match archive::list(self.store.read(), id).await? {
            Some(list) => Ok(Some(self.whole_list(list).await?)),
            None => Ok(None),
        }
    }

    /// The latest lists.
    pub(crate) async fn destructions(&self) -> Result<Vec<WholeList>, StoreError> {
        let mut lists = Vec::new();
        for list in archive::lists(self.store.read(), LISTS).await? {
            lists.push(self.whole_list(list).await?);
        }
        Ok(lists)
    }

    async fn whole_list(&self, list: List) -> Result<WholeList, StoreError> {
        let files = archive::listed(self.store.read(), list.id).await?;
        let files = self.whole(files).await?;
        Ok(WholeList { list, files })
    }

    async fn whole(&self, files: Vec<File>) -> Result<Vec<Whole>, StoreError> {
        let (conn, complaints) = (self.store.read(), ids(&files));
        let mut known = archive::known(conn, &complaints).await?;
        let holds = archive::holds(conn, &complaints).await?;
        let gone = archive::gone(conn, &complaints).await?;
        let whole = files.into_iter().filter_map(|file| {
            let of = file.complaint;
            Some(Whole {
                known: known.remove(&of)?,
                holds: holds.iter().filter(|hold| hold.complaint == of).cloned().collect(),
                gone: gone.iter().filter(|gone| gone.complaint == of).cloned().collect(),
                file,
            })
        });
        Ok(whole.collect())
    }

    /// The date at the organisation.
    pub(crate) fn today(&self) -> Date {
        self.zone.to_datetime(self.store.clock().now()).date()
    }
}

fn ids(files: &[File]) -> Vec<ComplaintId> {
    files.iter().map(|file| file.complaint).collect()
}
