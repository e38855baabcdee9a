//! Removing what crashes left behind.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::fs;
use uuid::Uuid;

use super::Files;

/// What is younger may still be on its way.
const YOUNG: Duration = Duration::from_secs(24 * 3600);
/// What is older was looked at before.
const OLD: Duration = Duration::from_secs(8 * 24 * 3600);

/// A kept file that may belong to nothing: its transaction may have failed after it was given its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it belongs to.
    pub of: Uuid,
    /// Its name: the hash of its content.
    pub name: String,
    path: PathBuf,
}

impl Files {
    /// Removes drafts of uploads that ended a day ago or more; answers how many.
    ///
    /// # Errors
    /// Where the folder fails.
    pub async fn sweep_drafts(&self) -> io::Result<usize> {
        let mut removed = 0;
        for draft in names(&self.incoming()).await? {
            if self.age(&draft).await?.is_some_and(|age| age >= YOUNG) {
                remove(&draft).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes all files that belong to something; answers how many. What an upload brings at the same moment is the caller's to keep away.
    ///
    /// # Errors
    /// Where the folder fails; done again, it removes what is left.
    pub async fn remove_all(&self, of: Uuid) -> io::Result<u64> {
        let folder = self.folder_of(of);
        let files = names(&folder).await?;
        for path in &files {
            remove(path).await?;
        }
        match fs::remove_dir(&folder).await {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok(u64::try_from(files.len()).unwrap_or(u64::MAX))
    }

    /// The kept files of the last week that are a day old or more.
    ///
    /// # Errors
    /// Where the folder fails.
    pub async fn recent(&self) -> io::Result<Vec<Kept>> {
        let mut recent = Vec::new();
        for shard in names(&self.folder).await? {
            if shard.file_name().is_none_or(|name| name.len() != 2) {
                continue;
            }
            for folder in names(&shard).await? {
                let Some(of) = folder.file_name().and_then(|name| name.to_str()?.parse().ok()) else {
                    continue;
                };
                for path in names(&folder).await? {
                    let age = self.age(&path).await?;
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                    if let Some(name) = name.filter(|_| age.is_some_and(|age| (YOUNG..OLD).contains(&age))) {
                        recent.push(Kept { of, name, path });
                    }
                }
            }
        }
        Ok(recent)
    }

    /// Removes a kept file that belongs to nothing.
    ///
    /// # Errors
    /// Where the folder fails.
    pub async fn remove(&self, kept: &Kept) -> io::Result<()> {
        remove(&kept.path).await
    }

    /// How old a file is; nothing where an upload that ended has taken it away meanwhile.
    async fn age(&self, path: &Path) -> io::Result<Option<Duration>> {
        let written = match fs::metadata(path).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            found => found?.modified()?,
        };
        let now = u64::try_from(self.clock.now().as_microsecond()).unwrap_or_default();
        let written = written.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Ok(Some(Duration::from_micros(now).saturating_sub(written)))
    }
}

/// Removes a file, if it is there still.
async fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path).await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// What stands in a folder; nothing in one that is not there.
async fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = match fs::read_dir(folder).await {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        names.push(entry.path());
    }
    Ok(names)
}
