//! A file on its way.

use std::path::{Path, PathBuf};

/// A file that is not kept yet: dropped without a place it is removed, also when its upload was given up.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    placed: bool,
}

impl Draft {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, placed: false }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// It has its place: there is nothing to remove.
    pub(super) fn placed(&mut self) {
        self.placed = true;
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.placed {
            return;
        }
        // One that cannot be removed now is swept away later.
        if let Err(error) = std::fs::remove_file(&self.path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a given-up upload could not be removed");
        }
    }
}
