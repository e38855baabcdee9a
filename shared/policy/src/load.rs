//! Reading and checking a pack.

mod clocks;
mod decision;
mod error;
mod files;
mod head;
mod letters;
mod lists;
mod money;
mod overlay;
mod reports;
mod terms;
mod text;

use std::io::ErrorKind;
use std::path::Path;

pub use error::{LoadError, LoadProblem};
pub use files::PackFiles;
pub(crate) use overlay::over;
use text::Text;

use crate::{Named, Pack};

/// Where files come from.
pub(crate) struct Source<'a> {
    /// Gives the text of a file by its path below the folder of all packs, nothing where there is none, or a sentence.
    pub(crate) read: &'a dyn Fn(&str) -> Result<Option<String>, String>,
    /// What is said of a file that is not there and must be.
    pub(crate) absent: &'a str,
}

impl Pack {
    /// Reads the pack in a folder, with its calendars in the folder `calendars` beside it.
    ///
    /// A statutory pack is laid over it by naming both: `…/rural-bank+cn-banking-2020` reads the folder `rural-bank` and lays
    /// the folder `cn-banking-2020` beside it over it. Of several versions side by side each has a folder `rural-bank@2026.2`.
    ///
    /// # Errors
    /// [`LoadError`], with file, line and sentence.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        let folder = folder.as_ref();
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let all = folder.parent().unwrap_or(folder);
        let read = |path: &str| match std::fs::read_to_string(all.join(path)) {
            Ok(text) => Ok(Some(text)),
            Err(refusal) if refusal.kind() == ErrorKind::NotFound => Ok(None),
            Err(refusal) => Err(refusal.to_string()),
        };
        Self::assemble(
            name,
            &Source {
                read: &read,
                absent: "there is no such file",
            },
        )
    }

    /// Reads a pack by name, with what is laid over it.
    pub(crate) fn assemble(name: &str, source: &Source<'_>) -> Result<Self, LoadError> {
        let mut names = name.split('+');
        let mut pack = head::read(names.next().unwrap_or_default(), source)?;
        for overlay in names {
            overlay::lay(&mut pack, overlay, source)?;
        }
        // Stable: rows of one priority, and those without, keep the order of their files.
        pack.rows.sort_by_key(|row| row.priority.unwrap_or(u8::MAX));
        Ok(pack)
    }

    /// Reads the tables of one folder and adds them to those that are there.
    fn fill(&mut self, folder: &str, source: &Source<'_>) -> Result<(), LoadError> {
        let open = |file: &str| Text::open_if_there(format!("{folder}/{file}"), source);
        if let Some(text) = open("terms.toml")? {
            terms::read(&text, self)?;
        }
        if let Some(text) = open("decision.toml")? {
            decision::read(&text, self)?;
        }
        if let Some(text) = open("clocks.toml")? {
            clocks::read(&text, self)?;
        }
        self.check_gaps(folder)?;
        if let Some(text) = open("money.toml")? {
            money::read(&text, self)?;
        }
        if let Some(text) = open("reports.toml")? {
            reports::read(&text, self)?;
        }
        if let Some(text) = open("letters.toml")? {
            letters::read(&text, source, self)?;
        }
        Ok(())
    }

    /// That each kind of clock has a row without conditions.
    fn check_gaps(&self, folder: &str) -> Result<(), LoadError> {
        let closed = |kind: &&Named| {
            let open = self
                .clocks
                .iter()
                .any(|rule| rule.kind == kind.code && clocks::is_open(rule));
            open || self.attributes.optional_clocks.contains(&kind.code)
        };
        match self.lists.clocks.iter().find(|kind| !closed(kind)) {
            Some(kind) => Err(LoadError {
                file: format!("{folder}/clocks.toml"),
                line: 1,
                problem: LoadProblem::Gap(kind.code.clone()),
            }),
            None => Ok(()),
        }
    }
}

/// What the published schemas describe.
#[cfg(test)]
pub(crate) mod described {
    pub(crate) use super::clocks::ClocksFile;
    pub(crate) use super::decision::DecisionFile;
    pub(crate) use super::head::PackFile;
    pub(crate) use super::letters::LettersFile;
    pub(crate) use super::lists::ListsFile;
    pub(crate) use super::money::MoneyFile;
    pub(crate) use super::overlay::OverlayFile;
    pub(crate) use super::reports::ReportsFile;
    pub(crate) use super::terms::TermsFile;
}
