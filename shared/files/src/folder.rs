//! Files in a folder.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::fs;
use uuid::Uuid;

use crate::draft::Draft;
use crate::sink::Sink;
use crate::store::{Found, shard};

/// A folder.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at this path; it is made when the first file comes.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(crate) async fn begin(&self, name: &str) -> io::Result<(Draft, Sink)> {
        let incoming = self.incoming();
        fs::create_dir_all(&incoming).await?;
        let draft = Draft::file(incoming.join(name));
        let file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(incoming.join(name))
            .await?;
        Ok((draft, Sink::File(file)))
    }

    pub(crate) async fn keep(&self, draft: &mut Draft, of: Uuid, name: &str) -> io::Result<()> {
        let folder = self.folder_of(of);
        fs::create_dir_all(&folder).await?;
        fs::rename(draft.path()?, folder.join(name)).await?;
        draft.placed();
        sync_folder(&folder).await?;
        if let Some(shard) = folder.parent() {
            sync_folder(shard).await?;
        }
        sync_folder(&self.path).await
    }

    pub(crate) async fn drafts(&self) -> io::Result<Vec<Found<String>>> {
        let mut drafts = Vec::new();
        for path in names(&self.incoming()).await? {
            if let (Some(what), Some(written)) = (name_of(&path), written(&path).await?) {
                drafts.push(Found { what, written });
            }
        }
        Ok(drafts)
    }

    pub(crate) async fn remove_draft(&self, name: &str) -> io::Result<()> {
        remove(&self.incoming().join(name)).await
    }

    pub(crate) async fn kept(&self, wanted: impl Fn(Duration) -> bool) -> io::Result<Vec<(Uuid, String)>> {
        let mut kept = Vec::new();
        for shard in names(&self.path).await? {
            if shard.file_name().is_none_or(|name| name.len() != 2) {
                continue;
            }
            for folder in names(&shard).await? {
                let Some(of) = name_of(&folder).and_then(|name| name.parse().ok()) else {
                    continue;
                };
                for path in names(&folder).await? {
                    let known = name_of(&path).zip(written(&path).await?);
                    let known = known.filter(|(_, written)| wanted(*written));
                    kept.extend(known.map(|(name, _)| (of, name)));
                }
            }
        }
        Ok(kept)
    }

    pub(crate) async fn remove(&self, of: Uuid, name: &str) -> io::Result<()> {
        remove(&self.place(of, name)).await
    }

    pub(crate) async fn remove_all(&self, of: Uuid) -> io::Result<u64> {
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

    pub(crate) async fn answers(&self) -> io::Result<()> {
        fs::create_dir_all(self.incoming()).await
    }

    pub(crate) fn place(&self, of: Uuid, name: &str) -> PathBuf {
        self.folder_of(of).join(name)
    }

    fn incoming(&self) -> PathBuf {
        self.path.join("incoming")
    }

    fn folder_of(&self, of: Uuid) -> PathBuf {
        let name = of.simple().to_string();
        self.path.join(shard(&name)).join(name)
    }
}

/// A new name stands in its folder after a power cut only when the folder is synced.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder).await?.sync_all().await
}

/// Removes a file, if it is there still.
async fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path).await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// When a file was written; nothing where an upload that ended has taken it away meanwhile.
async fn written(path: &Path) -> io::Result<Option<Duration>> {
    let written = match fs::metadata(path).await {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        found => found?.modified()?,
    };
    Ok(Some(written.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()))
}

fn name_of(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
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
