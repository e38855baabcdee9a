//! The packs in the binary, so that one file is the whole product.

use crate::load::Source;
use crate::{LoadError, Pack};

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
