//! A folder of files, each under the thing that it belongs to and by the hash of its content; what files are, and whether they harm.
//!
//! It knows no complaint and no table. A file is written as a draft, hashed while it comes, synced, and only then given its place: what has
//! a place is whole. A draft that is dropped is removed; what a crash left of one is swept away later. Nothing that has a place is
//! overwritten with other content, for its name is its hash: that of the content, which lies there sealed.

pub mod clamd;
mod draft;
pub mod media_type;
pub mod names;
mod reading;
mod sealing;
mod slots;
mod sweep;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use huiyin_kernel::{Clock, Ids};
use huiyin_seal::ContentKey;
use sha2::{Digest, Sha256};
use tokio::fs;
use tokio::io::AsyncWrite;
use uuid::Uuid;

use draft::Draft;
use sealing::Writer;
pub use slots::{Slot, Slots};
pub use sweep::Kept;

/// How many of the first bytes tell what a file is.
const HEAD: usize = 512;

/// A content's SHA-256.
pub type Hash = [u8; 32];

/// The folder.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
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
    /// The disk is full.
    #[error("the disk of the files is full")]
    Full,
    /// The content is not the one that was kept.
    #[error("the kept file {0} is not what it was")]
    Altered(String),
    /// The disk failed.
    #[error("the folder of the files failed")]
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
    /// The files of this folder.
    #[must_use]
    pub fn new(folder: PathBuf, ids: Ids, clock: Clock) -> Self {
        Self { folder, ids, clock }
    }

    /// Takes a body as it comes, at most so many bytes of it, and seals it under a key. Uses as much memory as two pieces of it.
    ///
    /// # Errors
    /// [`FileError`]; nothing of the body stays then.
    pub async fn receive<S, E>(&self, body: S, most: u64, pace: Pace, key: &ContentKey) -> Result<Received, FileError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let incoming = self.incoming();
        fs::create_dir_all(&incoming).await?;
        let draft = Draft::new(incoming.join(self.ids.uuid().simple().to_string()));
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(draft.path())
            .await?;
        let writer = Writer::begin(&mut file, key, &self.ids).await?;
        let (sha256, bytes, head) = tokio::time::timeout(pace.longest, copy(body, writer, most, pace.idle))
            .await
            .unwrap_or(Err(FileError::Slow(pace.longest.as_secs())))?;
        file.sync_all().await?;
        Ok(Received {
            draft,
            sha256,
            bytes,
            head,
        })
    }

    /// Gives a file its place. From here on it survives a power cut.
    ///
    /// # Errors
    /// [`FileError`], where the folder fails.
    pub async fn keep(&self, received: &mut Received, of: Uuid) -> Result<(), FileError> {
        let folder = self.folder_of(of);
        fs::create_dir_all(&folder).await?;
        fs::rename(received.draft.path(), folder.join(hex(&received.sha256))).await?;
        received.draft.placed();
        sync_folder(&folder).await?;
        if let Some(shard) = folder.parent() {
            sync_folder(shard).await?;
        }
        Ok(sync_folder(&self.folder).await?)
    }

    /// Where a kept file lies, sealed.
    #[must_use]
    pub fn place(&self, of: Uuid, sha256: &Hash) -> PathBuf {
        self.folder_of(of).join(hex(sha256))
    }

    fn incoming(&self) -> PathBuf {
        self.folder.join("incoming")
    }

    /// The last two digits of an id are random: 256 folders of folders.
    fn folder_of(&self, of: Uuid) -> PathBuf {
        let name = of.simple().to_string();
        let shard: String = name.chars().skip(30).collect();
        self.folder.join(shard).join(name)
    }
}

/// Writes what comes and hashes it on the way.
async fn copy<S, E>(
    mut body: S,
    mut to: Writer<'_, impl AsyncWrite + Unpin>,
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

/// A new name stands in its folder after a power cut only when the folder is synced.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder).await?.sync_all().await
}

/// A hash as it is written.
#[must_use]
pub fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
