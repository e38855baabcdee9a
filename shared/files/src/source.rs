//! What gives a kept file's bytes.

use std::io;
use std::path::Path;

use tokio::fs::File;
use tokio::io::AsyncReadExt;

use crate::bucket::Object;

/// A file, or an object.
pub(crate) enum Source {
    File(File),
    Object(Object),
}

impl Source {
    pub(crate) async fn file(path: &Path) -> io::Result<Self> {
        Ok(Self::File(File::open(path).await?))
    }

    /// So many bytes, or those that are left.
    pub(crate) async fn read(&mut self, most: usize) -> io::Result<Vec<u8>> {
        match self {
            Self::File(file) => {
                let mut bytes = Vec::with_capacity(most);
                file.take(most as u64).read_to_end(&mut bytes).await?;
                Ok(bytes)
            }
            Self::Object(object) => object.read(most).await,
        }
    }
}
