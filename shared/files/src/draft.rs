//! A file on its way.

use std::io;
use std::path::{Path, PathBuf};

use crate::bucket::{Bucket, Incoming};
use crate::source::Source;

/// A file that is not kept yet: dropped without a place it is removed, also when its upload was given up.
#[derive(Debug)]
pub(crate) struct Draft {
    at: At,
    placed: bool,
}

#[derive(Debug)]
enum At {
    File(PathBuf),
    Object(Bucket, Incoming),
}

impl Draft {
    pub(crate) fn file(path: PathBuf) -> Self {
        let at = At::File(path);
        Self { at, placed: false }
    }

    pub(crate) fn object(bucket: Bucket, incoming: Incoming) -> Self {
        let at = At::Object(bucket, incoming);
        Self { at, placed: false }
    }

    pub(crate) fn path(&self) -> io::Result<&Path> {
        match &self.at {
            At::File(path) => Ok(path),
            At::Object(..) => Err(io::Error::other("a draft of a bucket lies in no folder")),
        }
    }

    pub(crate) fn incoming(&self) -> io::Result<&Incoming> {
        match &self.at {
            At::Object(_, incoming) => Ok(incoming),
            At::File(_) => Err(io::Error::other("a draft of a folder lies in no bucket")),
        }
    }

    /// What came, to be read.
    pub(crate) async fn source(&self) -> io::Result<Source> {
        match &self.at {
            At::File(path) => Source::file(path).await,
            At::Object(bucket, incoming) => bucket.draft_source(incoming).await,
        }
    }

    /// It has its place: there is nothing to remove.
    pub(crate) fn placed(&mut self) {
        self.placed = true;
    }

    /// Removes it now, where nobody waits for a store that is away.
    pub(crate) async fn remove(mut self) {
        if let At::Object(bucket, incoming) = &self.at
            && bucket.remove_incoming(incoming).await.is_ok()
        {
            self.placed = true;
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.placed {
            return;
        }
        match &self.at {
            At::File(path) => {
                // One that cannot be removed now is swept away later.
                if let Err(error) = std::fs::remove_file(path)
                    && error.kind() != io::ErrorKind::NotFound
                {
                    tracing::warn!(%error, "a given-up upload could not be removed");
                }
            }
            At::Object(bucket, incoming) => bucket.give_up(incoming.clone()),
        }
    }
}
