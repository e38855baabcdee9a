//! Drafts of registrations: kept while somebody types, for who types alone.

use huiyin_kernel::Timestamp;
use huiyin_store::{DataKeys, Store, StoreError};
use uuid::Uuid;

use crate::domain::draft::{Known, Refusal, decide, ended_before};
use crate::store::{self, Draft, Fields};

/// Rows that are swept in one transaction.
const TOGETHER: u64 = 200;

/// The drafts.
#[derive(Clone)]
pub(crate) struct Drafts {
    store: Store,
    keys: DataKeys,
}

/// Why a draft is not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeepError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl Drafts {
    pub(crate) fn new(store: Store, keys: DataKeys) -> Self {
        Self { store, keys }
    }

    fn now(&self) -> Timestamp {
        self.store.clock().now()
    }

    /// Keeps what was typed; answers when.
    pub(crate) async fn keep(&self, id: Uuid, author: &str, fields: &Fields) -> Result<Timestamp, KeepError> {
        let now = self.now();
        let change = self.store.change().await?;
        let known = match store::note(&change, id).await? {
            Some(note) => Known::There {
                own: note.author == author,
                over: note.over,
            },
            None => Known::New {
                drafts: store::count(&change, author, ended_before(now)).await?,
            },
        };
        decide(known)?;
        store::keep(&change, &self.keys, (id, author), fields, now).await?;
        change.commit().await?;
        Ok(now)
    }

    /// An author's drafts, the latest first.
    pub(crate) async fn all(&self, author: &str) -> Result<Vec<Draft>, StoreError> {
        let since = ended_before(self.now());
        store::drafts(self.store.read(), &self.keys, author, since).await
    }

    /// One of them.
    pub(crate) async fn one(&self, id: Uuid, author: &str) -> Result<Option<Draft>, StoreError> {
        let since = ended_before(self.now());
        store::draft(self.store.read(), &self.keys, (id, author), since).await
    }

    /// Ends a draft that was registered or discarded; another's is left alone.
    pub(crate) async fn end(&self, id: Uuid, author: &str) -> Result<(), StoreError> {
        let change = self.store.change().await?;
        let note = store::note(&change, id).await?;
        if note.is_some_and(|note| note.author != author || note.over) {
            return change.undo().await;
        }
        store::end_draft(&change, &self.keys, (id, author), self.now()).await?;
        change.commit().await
    }

    /// Removes what has ended; answers whether more may wait.
    pub(crate) async fn sweep(&self) -> Result<bool, StoreError> {
        let change = self.store.change().await?;
        let more = store::sweep_drafts(&change, &self.keys, ended_before(self.now()), TOGETHER).await?;
        change.commit().await?;
        Ok(more)
    }
}
