//! The packs in the binary, so that one file is the whole product.

use crate::{LoadError, Pack};

macro_rules! file {
    ($path:literal) => {
        ($path, include_str!(concat!("../../../deploy/policy/", $path)))
    };
}

/// Every file of `deploy/policy` that is in the binary, by its path there.
pub(crate) const FILES: [(&str, &str); 5] = [
    file!("rural-bank/pack.toml"),
    file!("rural-bank/lists.toml"),
    file!("rural-bank/decision.toml"),
    file!("rural-bank/clocks.toml"),
    file!("calendars/cn.toml"),
];

impl Pack {
    /// A pack of the binary: the same as the files of `deploy/policy`.
    ///
    /// # Errors
    /// [`LoadError`] where there is no pack of that name.
    pub fn embedded(name: &str) -> Result<Self, LoadError> {
        Self::assemble(name, &read)
    }

    /// The names of the packs in the binary.
    pub fn embedded_names() -> impl Iterator<Item = &'static str> {
        FILES.iter().filter_map(|(path, _)| path.strip_suffix("/pack.toml"))
    }
}

fn read(path: &str) -> Result<String, String> {
    let found = FILES.iter().find(|(name, _)| *name == path);
    found
        .map(|(_, text)| (*text).to_owned())
        .ok_or_else(|| "it is not among the files in the binary".to_owned())
}
