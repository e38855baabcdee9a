//! Several packs and versions side by side.

use std::path::Path;

use huiyin_kernel::Date;

use crate::{LoadError, LoadProblem, Pack};

/// Packs with their versions: which one is in force on a day, which one a complaint began with (section 9).
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    packs: Vec<Pack>,
}

impl Shelf {
    /// Reads every version of one pack below a folder of packs: `rural-bank`, `rural-bank@2026.2`, …; the statutory packs of a name
    /// such as `rural-bank+cn-banking-2020` are laid over each of them.
    ///
    /// # Errors
    /// [`LoadError`], for the first that cannot be read, and where there is none.
    pub fn load(folder: impl AsRef<Path>, name: &str) -> Result<Self, LoadError> {
        let folder = folder.as_ref();
        let (own, overlays) = name.split_once('+').unwrap_or((name, ""));
        let refuse = |sentence: String| LoadError {
            file: name.to_owned(),
            line: 1,
            problem: LoadProblem::Read(sentence),
        };
        let found = std::fs::read_dir(folder).map_err(|refusal| refuse(refusal.to_string()))?;
        let mut names: Vec<String> = found
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|found| found.split('@').next() == Some(own))
            .collect();
        names.sort();
        if names.is_empty() {
            return Err(refuse("there is no such pack".to_owned()));
        }
        let full = |found: &String| match overlays {
            "" => found.clone(),
            overlays => format!("{found}+{overlays}"),
        };
        let packs = names.iter().map(|found| Pack::load(folder.join(full(found))));
        packs.collect::<Result<Vec<_>, _>>().map(Self::of)
    }

    /// Reads every version of the pack in this folder: those that stand beside it, `rural-bank`, `rural-bank@2026.2`.
    ///
    /// # Errors
    /// [`LoadError`], for the first that cannot be read, and where the path names no folder.
    pub fn beside(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        let folder = folder.as_ref();
        let Some(name) = folder.file_name().and_then(|name| name.to_str()) else {
            return Err(LoadError {
                file: folder.display().to_string(),
                line: 1,
                problem: LoadProblem::Read("it names no folder".to_owned()),
            });
        };
        let (own, overlays) = name
            .split_once('+')
            .map_or((name, None), |(own, over)| (own, Some(over)));
        let own = own.split('@').next().unwrap_or(own);
        let full = overlays.map_or_else(|| own.to_owned(), |over| format!("{own}+{over}"));
        Self::load(folder.parent().unwrap_or(Path::new(".")), &full)
    }

    /// A shelf with these packs.
    #[must_use]
    pub fn of(mut packs: Vec<Pack>) -> Self {
        packs.sort_by_key(Pack::effective_from);
        Self { packs }
    }

    /// The pack by which a complaint of this day is decided: the latest that is in force.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Pack> {
        self.packs.iter().rev().find(|pack| pack.effective_from() <= day)
    }

    /// The version that a complaint began with.
    #[must_use]
    pub fn version(&self, version: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.version().as_str() == version)
    }

    /// All of them, by the day from which they are in force.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.iter()
    }
}
