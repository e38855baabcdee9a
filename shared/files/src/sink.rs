//! What takes a draft's bytes.

use std::io;

use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::bucket::Upload;

/// A file, or an upload.
#[derive(Debug)]
pub(crate) enum Sink {
    File(File),
    Object(Upload),
}

impl Sink {
    /// Takes more.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::File(file) => file.write_all(bytes).await,
            Self::Object(upload) => upload.write(bytes).await,
        }
    }

    /// Ends it: what came is durable.
    pub(crate) async fn end(self) -> io::Result<()> {
        match self {
            Self::File(mut file) => {
                file.flush().await?;
                file.sync_all().await
            }
            Self::Object(upload) => upload.end().await,
        }
    }
}
