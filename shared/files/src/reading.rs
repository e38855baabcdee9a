//! Reading a kept file.

use bytes::{Bytes, BytesMut};
use futures::{Stream, stream};
use sha2::{Digest, Sha256};
use std::io;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use uuid::Uuid;

use super::{FileError, Files, Hash, hex};

/// How much of a file is in memory at once.
const PIECE: usize = 64 * 1024;

impl Files {
    /// A kept file's content, after it was read through once: one that is not what it was is never given out.
    ///
    /// # Errors
    /// [`FileError`], where it is not there, or not what it was.
    pub async fn open(
        &self,
        of: Uuid,
        sha256: &Hash,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>, FileError> {
        let path = self.folder_of(of).join(hex(sha256));
        let mut found = Sha256::new();
        let mut whole = File::open(&path).await?;
        while let Some(piece) = piece(&mut whole).await? {
            found.update(&piece);
        }
        if found.finalize().as_slice() != sha256 {
            return Err(FileError::Altered(hex(sha256)));
        }
        let file = File::open(&path).await?;
        Ok(stream::try_unfold(file, async |mut file| {
            Ok(piece(&mut file).await?.map(|piece| (piece, file)))
        }))
    }
}

async fn piece(file: &mut File) -> io::Result<Option<Bytes>> {
    let mut piece = BytesMut::with_capacity(PIECE);
    let read = file.read_buf(&mut piece).await?;
    Ok((read > 0).then(|| piece.freeze()))
}
