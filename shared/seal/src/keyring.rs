//! Key-encryption keys, in a file.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use huiyin_kernel::{ComplaintId, Ids};
use zeroize::Zeroizing;

use crate::place::parts;
use crate::sealed::{open, seal};
use crate::{DataKey, SealError, Wrapped, key_file};

const HEAD: &str = "# Huiyin's key-encryption keys: a number and 32 bytes in base64. The highest number is in use.\n\
                    # Whoever has this file and a database reads what is sealed there; without it nobody does.\n";

/// The key-encryption keys of an installation. Cheap to clone.
#[derive(Clone)]
pub struct KeyRing {
    file: Arc<Path>,
    held: Arc<RwLock<Held>>,
}

type Keys = BTreeMap<i32, Zeroizing<[u8; 32]>>;

struct Held {
    keys: Keys,
    changed: Option<Stamp>,
}

/// A key file that cannot be used. The sentence says what to do; it holds no key.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// It cannot be made, read or written.
    #[error("the key file {0} cannot be used: {1}")]
    File(PathBuf, std::io::Error),
    /// A line is no key.
    #[error("line {1} of the key file {0} is no key: a number from 1 on, a space, and 32 bytes in base64")]
    Line(PathBuf, usize),
    /// A number stands twice.
    #[error("key {1} stands twice in the key file {0}: keep one of them")]
    Twice(PathBuf, i32),
    /// There is none.
    #[error("the key file {0} holds no key: put it back from where keys are kept")]
    Empty(PathBuf),
    /// The key to be taken out is not there.
    #[error("the key file {0} holds no key {1}")]
    NoKey(PathBuf, i32),
    /// The key to be taken out is in use.
    #[error("key {1} in the key file {0} is the one in use: add another first")]
    InUse(PathBuf, i32),
    /// There is no greater number.
    #[error("the key file {0} has no number left for another key")]
    NoNumber(PathBuf),
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing({})", self.file.display())
    }
}

impl KeyRing {
    /// Reads the file; `make` has one made where there is none.
    ///
    /// # Errors
    /// [`RingError`]
    pub fn open(file: &Path, make: bool, ids: &Ids) -> Result<Self, RingError> {
        if make {
            let first: Keys = [(1, Zeroizing::new(ids.bytes()))].into();
            key_file::create(file, &write(&first), 0o600, ids).map_err(|error| RingError::File(file.into(), error))?;
        }
        let (keys, changed) = read(file)?;
        Ok(Self {
            file: file.into(),
            held: Arc::new(RwLock::new(Held { keys, changed })),
        })
    }

    /// The numbers that it holds; the last one is in use.
    #[must_use]
    pub fn numbers(&self) -> Vec<i32> {
        self.with(|held| held.keys.keys().copied().collect())
    }

    /// The number in use.
    #[must_use]
    pub fn current(&self) -> i32 {
        self.with(|held| held.keys.keys().next_back().copied().unwrap_or_default())
    }

    /// Reads the file again where it changed. Whoever has it open already keeps what it had, where the file cannot be used.
    ///
    /// # Errors
    /// [`RingError`]
    pub fn refresh(&self) -> Result<(), RingError> {
        if changed(&self.file) == self.with(|held| held.changed) {
            return Ok(());
        }
        let (keys, changed) = read(&self.file)?;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Held { keys, changed };
        Ok(())
    }

    /// Adds a key to the file, which is in use from now on; answers its number.
    ///
    /// # Errors
    /// [`RingError`]
    pub fn add(&self, ids: &Ids) -> Result<i32, RingError> {
        let (mut keys, _) = read(&self.file)?;
        let last = keys.keys().next_back().copied().unwrap_or_default();
        let next = last
            .checked_add(1)
            .ok_or_else(|| RingError::NoNumber(self.file.to_path_buf()))?;
        keys.insert(next, Zeroizing::new(ids.bytes()));
        self.keep(&keys, ids)?;
        Ok(next)
    }

    /// Takes a key out of the file: whatever is wrapped by it opens no more, in backups too.
    ///
    /// # Errors
    /// [`RingError`]
    pub fn retire(&self, number: i32, ids: &Ids) -> Result<(), RingError> {
        let (mut keys, _) = read(&self.file)?;
        let file = || self.file.to_path_buf();
        if keys.keys().next_back() == Some(&number) {
            return Err(RingError::InUse(file(), number));
        }
        keys.remove(&number).ok_or_else(|| RingError::NoKey(file(), number))?;
        self.keep(&keys, ids)
    }

    /// Wraps a data key under the key in use.
    ///
    /// # Errors
    /// [`SealError`]
    pub fn wrap(&self, service: &str, complaint: ComplaintId, key: &DataKey, ids: &Ids) -> Result<Wrapped, SealError> {
        let kek = self.current();
        let under = self.key(kek)?;
        let bytes = seal(&under, &bound(service, complaint), key.bytes(), ids)?;
        Ok(Wrapped { kek, bytes })
    }

    /// The data key that was wrapped for this complaint. A key-encryption key that came since is read from the file.
    ///
    /// # Errors
    /// [`SealError`]
    pub fn unwrap(&self, service: &str, complaint: ComplaintId, wrapped: &Wrapped) -> Result<DataKey, SealError> {
        let under = self.key(wrapped.kek)?;
        let plain = open(&under, &bound(service, complaint), &wrapped.bytes)?;
        DataKey::from_bytes(&plain)
    }

    fn key(&self, number: i32) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let held = || self.with(|held| held.keys.get(&number).cloned());
        let found = held().or_else(|| self.refresh().ok().and_then(|()| held()));
        found.ok_or(SealError::UnknownKey(number))
    }

    fn with<T>(&self, look: impl FnOnce(&Held) -> T) -> T {
        look(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, keys: &Keys, ids: &Ids) -> Result<(), RingError> {
        let wrong = |error| RingError::File(self.file.to_path_buf(), error);
        key_file::replace(&self.file, &write(keys), 0o600, ids).map_err(wrong)?;
        let (keys, changed) = read(&self.file)?;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Held { keys, changed };
        Ok(())
    }
}

fn bound(service: &str, complaint: ComplaintId) -> Vec<u8> {
    parts(&[b"huiyin.wrapped.1", service.as_bytes(), complaint.uuid().as_bytes()])
}

/// What tells one content of the file from another: it is replaced whole, so another one is another file. The time alone has too coarse a
/// grain for two changes in a moment.
type Stamp = (SystemTime, u64, u64);

fn changed(file: &Path) -> Option<Stamp> {
    let meta = std::fs::metadata(file).ok()?;
    Some((meta.modified().ok()?, meta.ino(), meta.len()))
}

fn write(keys: &Keys) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(HEAD.to_owned());
    for (number, key) in keys {
        let line = Zeroizing::new(STANDARD.encode(**key));
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{number} {}", *line);
    }
    Zeroizing::new(std::mem::take(&mut *text).into_bytes())
}

fn read(file: &Path) -> Result<(Keys, Option<Stamp>), RingError> {
    let changed = changed(file);
    let text = std::fs::read_to_string(file).map_err(|error| RingError::File(file.into(), error))?;
    let text = Zeroizing::new(text);
    let mut keys = Keys::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (number, key) = key_of(line).ok_or_else(|| RingError::Line(file.into(), at + 1))?;
        if keys.insert(number, key).is_some() {
            return Err(RingError::Twice(file.into(), number));
        }
    }
    if keys.is_empty() {
        return Err(RingError::Empty(file.into()));
    }
    Ok((keys, changed))
}

fn key_of(line: &str) -> Option<(i32, Zeroizing<[u8; 32]>)> {
    let (number, key) = line.trim().split_once(' ')?;
    let number: i32 = number.parse().ok().filter(|number| *number > 0)?;
    let bytes = Zeroizing::new(STANDARD.decode(key.trim()).ok()?);
    Some((number, Zeroizing::new(bytes.as_slice().try_into().ok()?)))
}

#[cfg(test)]
mod tests;
