//! Files, each under the thing that it belongs to and by the hash of its content; what files are, and whether they harm.
//!
//! They lie in a folder or in a bucket of an object store, behind one promise. It knows no complaint and no table. A file is written as a
//! draft, hashed and sealed while it comes, and only when all of it is durable given its place: what has a place is whole. A draft that is
//! dropped is removed; what a crash left of one is swept away later. Nothing that has a place is overwritten with other content, for its name
//! is its hash: that of the content, which lies there sealed.

mod bucket;
pub mod clamd;
mod draft;
mod folder;
pub mod media_type;
pub mod names;
mod reading;
mod sealing;
mod sink;
mod slots;
mod source;
mod store;
mod sweep;

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use huiyin_kernel::{Clock, Ids};
use huiyin_seal::ContentKey;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use bucket::{Bucket, BucketConfig, BucketError, StoreKind};
use draft::Draft;
pub use folder::Folder;
use sealing::Writer;
pub use slots::{Slot, Slots};
pub use store::Store;
pub use sweep::Kept;

/// How many of the first bytes tell what a file is.
const HEAD: usize = 512;

/// A content's SHA-256.
pub type Hash = [u8; 32];

/// The files of one service.
#[derive(Clone, Debug)]
pub struct Files {
    store: Store,
    ids: Ids,
    clock: Clock,
}

/// Why a file is not there.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// More came than may come.
    #[error("the file is longer than {0} bytes")]
    TooLong(u64),
    /// Nothing came for a while.
    #[error("nothing came for {0} s: the upload was ended")]
    Idle(u64),
    /// It came too slowly.
    #[error("the upload took longer than {0} s")]
    Slow(u64),
    /// The sender went away, or the line did.
    #[error("the upload broke off")]
    BrokeOff,
    /// The store is full.
    #[error("the store of the files is full")]
    Full,
    /// The content is not the one that was kept.
    #[error("the kept file {0} is not what it was")]
    Altered(String),
    /// The store is away.
    #[error("the store of the files is away")]
    Failed(#[source] io::Error),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Failed(error),
        }
    }
}

/// How long a body may take.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two pieces of it.
    pub idle: Duration,
    /// In all.
    pub longest: Duration,
}

/// A file that came whole and has no place yet.
#[derive(Debug)]
pub struct Received {
    draft: Draft,
    /// Its content's SHA-256.
    pub sha256: Hash,
    /// How long it is.
    pub bytes: u64,
    /// Its first bytes.
    pub head: Vec<u8>,
}

impl Files {
    /// The files in this store.
    #[must_use]
    pub fn new(store: Store, ids: Ids, clock: Clock) -> Self {
        Self { store, ids, clock }
    }

    /// Takes a body as it comes, at most so many bytes of it, and seals it under a key. Uses as much memory as two pieces of it; where it goes
    /// into a bucket, as three parts of 5 MiB.
    ///
    /// # Errors
    /// [`FileError`]; nothing of the body stays then.
    pub async fn receive<S, E>(&self, body: S, most: u64, pace: Pace, key: &ContentKey) -> Result<Received, FileError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let (draft, sink) = self.store.begin(self.ids.uuid().simple().to_string()).await?;
        let copied = async {
            let writer = Writer::begin(sink, key, &self.ids).await?;
            copy(body, writer, most, pace.idle).await
        };
        let copied = tokio::time::timeout(pace.longest, copied).await;
        match copied.unwrap_or(Err(FileError::Slow(pace.longest.as_secs()))) {
            Ok((sha256, bytes, head)) => Ok(Received {
                draft,
                sha256,
                bytes,
                head,
            }),
            // Who sent it does not wait for a store that is away: the draft is given up, and removed later.
            Err(error @ FileError::Failed(_)) => Err(error),
            Err(error) => {
                draft.remove().await;
                Err(error)
            }
        }
    }

    /// Gives a file its place. From here on it survives a power cut.
    ///
    /// # Errors
    /// [`FileError`], where the store fails.
    pub async fn keep(&self, received: &mut Received, of: Uuid) -> Result<(), FileError> {
        let name = hex(&received.sha256);
        Ok(self.store.keep(&mut received.draft, of, &name).await?)
    }

    /// Where a kept file lies in its folder, sealed; nothing in a bucket.
    #[must_use]
    pub fn place(&self, of: Uuid, sha256: &Hash) -> Option<PathBuf> {
        match &self.store {
            Store::Folder(folder) => Some(folder.place(of, &hex(sha256))),
            Store::Bucket(_) => None,
        }
    }

    /// Whether files could be kept now: a sentence where not.
    ///
    /// # Errors
    /// The sentence.
    pub async fn check(&self) -> Result<(), String> {
        self.store.answers().await.map_err(|error| {
            tracing::debug!(%error, "the store of the files does not answer");
            let what = match &self.store {
                Store::Folder(_) => "the folder of the files cannot be used",
                Store::Bucket(_) => "the object store is away, or refuses",
            };
            format!("{what}: files are neither taken nor given out until it is back")
        })
    }
}

/// Writes what comes and hashes it on the way.
async fn copy<S, E>(
    mut body: S,
    mut to: Writer<'_>,
    most: u64,
    idle: Duration,
) -> Result<(Hash, u64, Vec<u8>), FileError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let (mut hash, mut bytes, mut head) = (Sha256::new(), 0_u64, Vec::new());
    while let Some(piece) = tokio::time::timeout(idle, body.next())
        .await
        .map_err(|_| FileError::Idle(idle.as_secs()))?
    {
        let piece = piece.map_err(|_| FileError::BrokeOff)?;
        bytes = bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if bytes > most {
            return Err(FileError::TooLong(most));
        }
        hash.update(&piece);
        head.extend(piece.iter().take(HEAD.saturating_sub(head.len())));
        to.write(&piece).await?;
    }
    to.end().await?;
    Ok((hash.finalize().into(), bytes, head))
}

/// Bytes of a refused body that are taken in, and for how long.
const DRAINED: usize = 32 << 20;
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes in what comes of a body that is refused already, for a while: a client that is cut off while it sends may never read why.
pub async fn drain<S, E>(body: &mut S)
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let mut left = DRAINED;
    let all = async {
        while let Some(Ok(part)) = body.next().await {
            left = left.saturating_sub(part.len());
            if left == 0 {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, all).await.ok();
}

/// A hash as it is written.
#[must_use]
pub fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
