//! A store for one test: a folder, or a bucket of a real object store behind a line that can fail.

use std::path::{Path, PathBuf};

use futures::stream;
use huiyin_kernel::{ComplaintId, HeldClock};
use huiyin_seal::DataKey;
use huiyin_testkit::S3;
use tempfile::TempDir;

use super::*;
use crate::bucket::BucketConfig;
use crate::{Folder, Store};

pub(super) struct Place {
    pub(super) files: Files,
    pub(super) clock: HeldClock,
    pub(super) at: At,
}

pub(super) enum At {
    Folder(TempDir),
    Bucket(S3),
}

pub(super) const PACE: Pace = Pace {
    idle: Duration::from_secs(1),
    longest: Duration::from_secs(2),
};

/// For what is long.
pub(super) const PATIENT: Pace = Pace {
    idle: Duration::from_secs(30),
    longest: Duration::from_secs(60),
};

pub(super) const OF: Uuid = Uuid::from_u128(0x1234);

/// The same each time.
pub(super) fn key() -> ContentKey {
    let key = DataKey::draw(&Ids::seeded(Clock::system(), 1));
    ContentKey::new(key, "intake", ComplaintId::from_uuid(OF))
}

pub(super) fn body(pieces: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, io::Error>> + Unpin + use<> {
    let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece))).collect();
    stream::iter(pieces)
}

/// How a test's bucket is reached.
pub(super) fn config(s3: &S3) -> BucketConfig {
    BucketConfig {
        name: S3::BUCKET.to_owned(),
        prefix: "intake/attachments".to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: s3.endpoint(),
        allow_http: false,
        key_id: S3::KEY_ID.to_owned(),
        key_secret: S3::KEY_SECRET.into(),
        patience_seconds: 10,
    }
}

impl Place {
    pub(super) async fn both() -> [Self; 2] {
        [Self::folder(), Self::bucket().await]
    }

    pub(super) fn folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::Folder(Folder::new(folder.path().join("attachments")));
        Self::over(store, At::Folder(folder))
    }

    pub(super) async fn bucket() -> Self {
        Self::bucket_with(10).await
    }

    /// A bucket that is waited for so many seconds.
    pub(super) async fn bucket_with(patience_seconds: u32) -> Self {
        let s3 = S3::start().await;
        let config = BucketConfig {
            patience_seconds,
            ..config(&s3)
        };
        let store = Store::open(crate::StoreKind::S3, PathBuf::new(), &config).unwrap();
        Self::over(store, At::Bucket(s3))
    }

    fn over(store: Store, at: At) -> Self {
        // Files carry the system's time: the held clock starts there.
        let clock = HeldClock::at(Clock::system().now());
        let files = Files::new(store, Ids::random(clock.clock()), clock.clock());
        Self { files, clock, at }
    }

    pub(super) fn s3(&self) -> &S3 {
        match &self.at {
            At::Bucket(s3) => s3,
            At::Folder(_) => panic!("a folder"),
        }
    }

    /// Below which its files lie on this machine's disk, also those of the object store.
    pub(super) fn root(&self) -> PathBuf {
        match &self.at {
            At::Folder(folder) => folder.path().join("attachments"),
            At::Bucket(s3) => s3.bucket().join("intake/attachments"),
        }
    }

    pub(super) fn path(&self, of: Uuid, hash: &Hash) -> PathBuf {
        let name = of.simple().to_string();
        self.root().join(&name[30..]).join(name).join(hex(hash))
    }

    /// What lies there of uploads, seen or unseen.
    pub(super) fn drafts(&self) -> usize {
        let unended = match &self.at {
            At::Folder(_) => 0,
            At::Bucket(s3) => s3.unended(),
        };
        std::fs::read_dir(self.root().join("incoming")).map_or(0, Iterator::count) + unended
    }

    /// Kept files and drafts.
    pub(super) fn all(&self) -> usize {
        fn count(folder: &Path) -> usize {
            let entries = std::fs::read_dir(folder).into_iter().flatten();
            let paths = entries.map(|entry| entry.unwrap().path());
            paths.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
        }
        count(&self.root())
    }

    pub(super) async fn read(&self, of: Uuid, hash: &Hash) -> Result<Vec<u8>, FileError> {
        let pieces: Vec<_> = self.files.open(of, hash, Some(&key())).await?.collect().await;
        Ok(pieces.into_iter().flat_map(Result::unwrap).collect())
    }

    pub(super) async fn keeps(&self, content: &'static [u8]) -> Hash {
        let mut received = self.files.receive(body(&[content]), 100, PACE, &key()).await.unwrap();
        self.files.keep(&mut received, OF).await.unwrap();
        received.sha256
    }

    /// Takes a long content in, in pieces as a line gives them.
    pub(super) async fn receives(&self, content: &[u8]) -> Result<Received, FileError> {
        let sent: Vec<_> = content
            .chunks(60_000)
            .map(|part| Ok::<_, io::Error>(Bytes::copy_from_slice(part)))
            .collect();
        let most = u64::try_from(content.len()).unwrap();
        self.files.receive(stream::iter(sent), most, PATIENT, &key()).await
    }
}
