//! Where files lie: in a folder, or in a bucket of an object store. The promise is the same.

use std::io;
use std::time::Duration;

use uuid::Uuid;

use crate::bucket::Bucket;
use crate::draft::Draft;
use crate::folder::Folder;
use crate::sink::Sink;
use crate::source::Source;

/// A folder, or a bucket.
#[derive(Clone, Debug)]
pub enum Store {
    /// A folder of this machine, or one that several mount.
    Folder(Folder),
    /// A bucket.
    Bucket(Bucket),
}

/// What stands in the store, and when it was written: since 1970.
pub(crate) struct Found<T> {
    pub(crate) what: T,
    pub(crate) written: Duration,
}

impl Store {
    /// A new draft, and what takes its bytes.
    pub(crate) async fn begin(&self, name: String) -> io::Result<(Draft, Sink)> {
        match self {
            Self::Folder(folder) => folder.begin(&name).await,
            Self::Bucket(bucket) => Ok(bucket.begin(name)),
        }
    }

    /// Gives a draft its place; whatever lies there has the same content.
    pub(crate) async fn keep(&self, draft: &mut Draft, of: Uuid, name: &str) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.keep(draft, of, name).await,
            Self::Bucket(bucket) => bucket.keep(draft, of, name).await,
        }
    }

    /// The bytes of a kept file.
    pub(crate) async fn source(&self, of: Uuid, name: &str) -> io::Result<Source> {
        match self {
            Self::Folder(folder) => Source::file(&folder.place(of, name)).await,
            Self::Bucket(bucket) => bucket.source(of, name).await,
        }
    }

    /// The drafts, whose uploads may still be under way.
    pub(crate) async fn drafts(&self) -> io::Result<Vec<Found<String>>> {
        match self {
            Self::Folder(folder) => folder.drafts().await,
            Self::Bucket(bucket) => bucket.drafts().await,
        }
    }

    pub(crate) async fn remove_draft(&self, name: &str) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.remove_draft(name).await,
            Self::Bucket(bucket) => bucket.remove_draft(name).await,
        }
    }

    /// The kept files that were written so long ago that they are wanted.
    pub(crate) async fn kept(&self, wanted: impl Fn(Duration) -> bool) -> io::Result<Vec<(Uuid, String)>> {
        match self {
            Self::Folder(folder) => folder.kept(wanted).await,
            Self::Bucket(bucket) => bucket.kept(wanted).await,
        }
    }

    pub(crate) async fn remove(&self, of: Uuid, name: &str) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.remove(of, name).await,
            Self::Bucket(bucket) => bucket.remove(of, name).await,
        }
    }

    pub(crate) async fn remove_all(&self, of: Uuid) -> io::Result<u64> {
        match self {
            Self::Folder(folder) => folder.remove_all(of).await,
            Self::Bucket(bucket) => bucket.remove_all(of).await,
        }
    }

    /// Removes what was given up; answers how many drafts.
    pub(crate) async fn clear(&self) -> io::Result<usize> {
        match self {
            // Of a folder they are gone as soon as they are given up.
            Self::Folder(_) => Ok(0),
            Self::Bucket(bucket) => bucket.clear().await,
        }
    }

    /// Whether files could be kept now.
    pub(crate) async fn answers(&self) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.answers().await,
            Self::Bucket(bucket) => bucket.answers().await,
        }
    }
}

/// The last two digits of an id are random: 256 folders of folders.
pub(crate) fn shard(name: &str) -> String {
    name.chars().skip(30).collect()
}
