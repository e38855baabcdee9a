//! Reading a kept file.

use std::io;

use bytes::Bytes;
use futures::{Stream, stream};
use huiyin_seal::{ContentKey, SealError};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::sealing::Reader;
use super::{FileError, Files, Hash, Received, hex};

impl Files {
    /// A kept file's content, after it was read through once: one that is not what it was is never given out.
    ///
    /// # Errors
    /// [`FileError`], where it is not there, or not what it was, or does not open.
    pub async fn open(
        &self,
        of: Uuid,
        sha256: &Hash,
        key: Option<&ContentKey>,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>, FileError> {
        let name = hex(sha256);
        let wrong = |error| unreadable(error, sha256);
        let mut found = Sha256::new();
        let mut whole = Reader::begin(self.store.source(of, &name).await?, key)
            .await
            .map_err(wrong)?;
        while let Some(piece) = whole.next().await.map_err(wrong)? {
            found.update(&piece);
        }
        if found.finalize().as_slice() != sha256 {
            return Err(FileError::Altered(name));
        }
        let reader = Reader::begin(self.store.source(of, &name).await?, key).await?;
        Ok(stream_of(reader))
    }

    /// What came, before it has its place: for a scanner to read.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn draft(
        &self,
        received: &Received,
        key: &ContentKey,
    ) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>> {
        let source = received.draft.source().await?;
        Ok(stream_of(Reader::begin(source, Some(key)).await?))
    }
}

/// A content that does not open is not what it was; anything else is the store's fault.
fn unreadable(error: io::Error, sha256: &Hash) -> FileError {
    let sealed = error.get_ref().is_some_and(|source| source.is::<SealError>());
    if sealed {
        FileError::Altered(hex(sha256))
    } else {
        error.into()
    }
}

fn stream_of(reader: Reader) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold(reader, async |mut reader| {
        Ok(reader.next().await?.map(|piece| (piece, reader)))
    })
}
