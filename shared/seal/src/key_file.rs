//! Files with keys.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Result, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use huiyin_kernel::Ids;

/// Makes a file unless there is one. It is written beside its place and linked into it, so that nobody reads half of it.
///
/// # Errors
/// Where the folder cannot be written.
pub fn create(file: &Path, content: &[u8], mode: u32, ids: &Ids) -> Result<()> {
    if file.exists() {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = write_draft(file, content, mode, ids)?;
    let linked = std::fs::hard_link(&draft, file);
    std::fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other.and_then(|()| sync_folder(file)),
    }
}

/// Puts other content into a file, at one instant: whoever reads it sees the old or the new one.
///
/// # Errors
/// Where the folder cannot be written.
pub fn replace(file: &Path, content: &[u8], mode: u32, ids: &Ids) -> Result<()> {
    let draft = write_draft(file, content, mode, ids)?;
    std::fs::rename(&draft, file)?;
    sync_folder(file)
}

fn write_draft(file: &Path, content: &[u8], mode: u32, ids: &Ids) -> Result<PathBuf> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(format!(".{}", ids.uuid().simple()));
    let draft = PathBuf::from(draft);
    let mut written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&draft)?;
    written.write_all(content)?;
    written.sync_all()?;
    Ok(draft)
}

/// A new name is kept when its folder is on the disk.
fn sync_folder(file: &Path) -> Result<()> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_kernel::Clock;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_made_once_for_its_owner_alone_and_replaced_at_one_instant() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys/one.key");
        let ids = Ids::random(Clock::system());
        create(&file, b"first", 0o600, &ids).unwrap();
        create(&file, b"second", 0o600, &ids).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"first");
        replace(&file, b"third", 0o600, &ids).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"third");
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let left = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "the drafts are gone");
    }
}
