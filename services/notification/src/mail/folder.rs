//! Mail as files: the embedded default, and what tests read.

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::{DirBuilder, OpenOptions, rename};
use tokio::io::AsyncWriteExt;

use super::{Mail, SendError};

/// A folder of `<delivery id>.eml` files that only their owner may read: they hold names and addresses.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at `path`, made when the first mail comes.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Writes a mail. The file is whole or not there; the same delivery again replaces it.
    ///
    /// # Errors
    /// [`SendError::Later`]
    pub(crate) async fn write(&self, mail: &Mail) -> Result<(), SendError> {
        let name = mail.id.to_string();
        let written = put(&self.path, &name, &mail.message.formatted()).await;
        written.map_err(|error| SendError::Later(format!("the folder {} takes no file: {error}", self.path.display())))
    }
}

async fn put(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
    let part = folder.join(format!("{name}.part"));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&part)
        .await?;
    file.write_all(content).await?;
    file.flush().await?;
    drop(file);
    rename(&part, folder.join(format!("{name}.eml"))).await
}
