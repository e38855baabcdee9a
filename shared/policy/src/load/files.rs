//! A pack as the texts of its files: how it goes from the one who wrote it to a product that runs elsewhere.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use super::Source;
use crate::{LoadError, Pack};

/// What stands beside the packs and is part of each: their calendars and their letters.
const SHARED: [&str; 2] = ["calendars", "letters"];

/// A pack that has not been read yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackFiles {
    /// Its name, with what is laid over it: `rural-bank+cn-banking-2020`.
    pub name: String,
    /// The text of each file by its path below the folder of all packs: `rural-bank/pack.toml`.
    pub files: BTreeMap<String, String>,
}

impl PackFiles {
    /// Collects what [`Pack::load`] may read of a pack's folder, of those laid over it, and of what they share.
    ///
    /// # Errors
    /// Of the file system: the pack's own folder must be there.
    pub fn collect(folder: impl AsRef<Path>) -> io::Result<Self> {
        let folder = folder.as_ref();
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let all = folder.parent().unwrap_or(folder);
        let mut found = Self {
            name: name.to_owned(),
            files: BTreeMap::new(),
        };
        for part in name.split('+') {
            found.add(all, part)?;
        }
        for part in SHARED.iter().filter(|part| all.join(part).is_dir()) {
            found.add(all, part)?;
        }
        Ok(found)
    }

    fn add(&mut self, all: &Path, part: &str) -> io::Result<()> {
        for entry in fs::read_dir(all.join(part))? {
            let entry = entry?;
            let name = entry.file_name();
            if let (Some(name), true) = (name.to_str(), entry.file_type()?.is_file()) {
                self.files
                    .insert(format!("{part}/{name}"), fs::read_to_string(entry.path())?);
            }
        }
        Ok(())
    }
}

impl Pack {
    /// Reads a pack from texts: the same as [`Pack::load`] on the folder that they were collected from.
    ///
    /// # Errors
    /// [`LoadError`], with file, line and sentence.
    pub fn from_files(pack: &PackFiles) -> Result<Self, LoadError> {
        let read = |path: &str| Ok(pack.files.get(path).cloned());
        Self::assemble(
            &pack.name,
            &Source {
                read: &read,
                absent: "it is not among the files that were sent",
            },
        )
    }
}
