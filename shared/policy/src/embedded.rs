//! The packs in the binary, so that one file is the whole product.

use crate::load::Source;
use crate::{LoadError, Pack, PackFiles};

// Every file of `deploy/policy` by its path there, as `build.rs` found them.
include!(concat!(env!("OUT_DIR"), "/files.rs"));

pub(crate) const SOURCE: Source<'static> = Source {
    read: &read,
    absent: "it is not among the files in the binary",
};

impl Pack {
    /// A pack of the binary: the same as the files of `deploy/policy`. `rural-bank+cn-banking-2020` is one with a statutory pack
    /// laid over it.
    ///
    /// # Errors
    /// [`LoadError`] where there is no pack of that name.
    pub fn embedded(name: &str) -> Result<Self, LoadError> {
        Self::assemble(name, &SOURCE)
    }

    /// A pack of the binary, of which some files are others: what was sent stands in the place of the binary's own.
    ///
    /// # Errors
    /// [`LoadError`], with file, line and sentence.
    pub fn embedded_with(pack: &PackFiles) -> Result<Self, LoadError> {
        let read = |path: &str| match pack.files.get(path) {
            Some(text) => Ok(Some(text.clone())),
            None => read(path),
        };
        let absent = "it is neither among the files that were sent nor in the binary";
        Self::assemble(&pack.name, &Source { read: &read, absent })
    }

    /// The names of the organisations' packs in the binary.
    pub fn embedded_names() -> impl Iterator<Item = &'static str> {
        folders().filter(|name| !is_overlay(name))
    }

    /// The names of the statutory packs in the binary.
    pub fn embedded_overlays() -> impl Iterator<Item = &'static str> {
        folders().filter(|name| is_overlay(name))
    }
}

pub(crate) fn folders() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|(path, _)| path.strip_suffix("/pack.toml"))
}

fn is_overlay(name: &str) -> bool {
    crate::load::over(name, &SOURCE).is_ok_and(|over| over.is_some())
}

fn read(path: &str) -> Result<Option<String>, String> {
    let found = FILES.iter().find(|(name, _)| *name == path);
    Ok(found.map(|(_, text)| (*text).to_owned()))
}
