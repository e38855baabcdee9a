//! Files in a bucket of an S3-compatible object store.
//!
//! A draft is an object below `incoming/`, in parts where it is long; a file gets its place by a copy inside the store. Before the first part
//! is sent a small object tells the upload's id, so that a sweep finds what a crash left of it: no request lists begun uploads.

mod config;
mod incoming;
mod object;
mod upload;

use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::TryStreamExt;
use object_store::aws::AmazonS3;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use uuid::Uuid;

use crate::draft::Draft;
use crate::sink::Sink;
use crate::source::Source;
use crate::store::{Found, shard};
pub use config::{BucketConfig, BucketError, StoreKind};
pub(crate) use incoming::Incoming;
pub(crate) use object::Object;
pub(crate) use upload::Upload;

/// A bucket, below a prefix.
#[derive(Clone)]
pub struct Bucket {
    inner: Arc<Inner>,
}

struct Inner {
    client: AmazonS3,
    name: String,
    prefix: Path,
    /// What was dropped where nobody could wait for its removal.
    given_up: Mutex<Vec<Incoming>>,
}

/// Nothing of its client: that holds the keys.
impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bucket({}/{})", self.inner.name, self.inner.prefix)
    }
}

impl Bucket {
    fn new(client: AmazonS3, name: String, prefix: Path) -> Self {
        let given_up = Mutex::default();
        Self {
            inner: Arc::new(Inner {
                client,
                name,
                prefix,
                given_up,
            }),
        }
    }

    pub(crate) fn begin(&self, name: String) -> (Draft, Sink) {
        let incoming = Incoming::new(name);
        let upload = Upload::new(self.clone(), incoming.clone());
        (Draft::object(self.clone(), incoming), Sink::Object(upload))
    }

    /// What is left of the draft after its copy is removed later where it cannot be removed now: the file has its place.
    pub(crate) async fn keep(&self, draft: &mut Draft, of: Uuid, name: &str) -> io::Result<()> {
        let incoming = draft.incoming()?.clone();
        let from = self.draft(incoming.name());
        let copied = self.inner.client.copy(&from, &self.place(of, name)).await;
        copied.map_err(failed)?;
        draft.placed();
        if let Err(error) = self.remove_incoming(&incoming).await {
            tracing::debug!(%error, "a draft is removed later");
            self.give_up(incoming);
        }
        Ok(())
    }

    pub(crate) async fn source(&self, of: Uuid, name: &str) -> io::Result<Source> {
        let object = Object::open(self.inner.client.clone(), self.place(of, name)).await?;
        Ok(Source::Object(object))
    }

    /// What came of a draft, before it has its place.
    pub(crate) async fn draft_source(&self, incoming: &Incoming) -> io::Result<Source> {
        let object = Object::open(self.inner.client.clone(), self.draft(incoming.name())).await?;
        Ok(Source::Object(object))
    }

    pub(crate) async fn drafts(&self) -> io::Result<Vec<Found<String>>> {
        let below = self.inner.prefix.clone().join("incoming");
        let all: Vec<ObjectMeta> = self.list(&below).try_collect().await?;
        let found = all.iter().filter_map(|object| {
            let what = object.location.filename()?.to_owned();
            let written = written(object);
            Some(Found { what, written })
        });
        Ok(found.collect())
    }

    pub(crate) async fn kept(&self, wanted: impl Fn(Duration) -> bool) -> io::Result<Vec<(Uuid, String)>> {
        let mut kept = Vec::new();
        let mut all = self.list(&self.inner.prefix);
        while let Some(object) = all.try_next().await? {
            let below = object.location.prefix_match(&self.inner.prefix);
            let parts: Vec<String> = below
                .into_iter()
                .flatten()
                .map(|part| part.as_ref().to_owned())
                .collect();
            if let [_, of, name] = parts.as_slice()
                && let Ok(of) = of.parse()
                && wanted(written(&object))
            {
                kept.push((of, name.clone()));
            }
        }
        Ok(kept)
    }

    pub(crate) async fn remove(&self, of: Uuid, name: &str) -> io::Result<()> {
        self.delete(&self.place(of, name)).await
    }

    pub(crate) async fn remove_all(&self, of: Uuid) -> io::Result<u64> {
        let mut removed = 0;
        let all: Vec<ObjectMeta> = self.list(&self.folder_of(of)).try_collect().await?;
        for object in &all {
            self.delete(&object.location).await?;
            removed += 1;
        }
        Ok(removed)
    }

    /// One request that needs the keys, the bucket, and the right to list it.
    pub(crate) async fn answers(&self) -> io::Result<()> {
        let below = self.inner.prefix.clone().join("incoming");
        let mut first = self.list(&below);
        first.try_next().await.map(|_| ())
    }

    /// Removed at the next [`Bucket::clear`].
    pub(crate) fn give_up(&self, incoming: Incoming) {
        self.waiting().push(incoming);
    }

    pub(crate) async fn clear(&self) -> io::Result<usize> {
        let mut cleared = 0;
        loop {
            let Some(incoming) = self.waiting().last().cloned() else {
                return Ok(cleared);
            };
            self.remove_incoming(&incoming).await?;
            self.waiting().retain(|other| other.name() != incoming.name());
            cleared += 1;
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Incoming>> {
        self.inner.given_up.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn list(&self, below: &Path) -> futures::stream::BoxStream<'static, io::Result<ObjectMeta>> {
        Box::pin(self.inner.client.list(Some(below)).map_err(failed))
    }

    /// What is gone already is removed.
    async fn delete(&self, path: &Path) -> io::Result<()> {
        match self.inner.client.delete(path).await {
            Err(object_store::Error::NotFound { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    fn draft(&self, name: &str) -> Path {
        self.inner.prefix.clone().join("incoming").join(name)
    }

    fn place(&self, of: Uuid, name: &str) -> Path {
        self.folder_of(of).join(name)
    }

    fn folder_of(&self, of: Uuid) -> Path {
        let name = of.simple().to_string();
        self.inner.prefix.clone().join(shard(&name)).join(name)
    }
}

/// When an object was written, since 1970.
fn written(object: &ObjectMeta) -> Duration {
    let micros = object.last_modified.timestamp_micros();
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

/// What stores answer when they have no room: they have no common word for it.
const NO_ROOM: [&str; 4] = [
    "507 Insufficient Storage",
    "<Code>QuotaExceeded</Code>",
    "<Code>XMinioStorageFull</Code>",
    "<Code>InsufficientStorage</Code>",
];

/// An object store's error as one of a disk.
fn failed(error: object_store::Error) -> io::Error {
    let kind = match &error {
        object_store::Error::NotFound { .. } => ErrorKind::NotFound,
        other => {
            let text = other.to_string();
            if NO_ROOM.iter().any(|word| text.contains(word)) {
                ErrorKind::StorageFull
            } else {
                ErrorKind::Other
            }
        }
    };
    io::Error::new(kind, error)
}
