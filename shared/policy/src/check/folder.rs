//! A check of many packs.

use std::io::ErrorKind;
use std::path::Path;

use super::Horizon;
use crate::Pack;
use crate::load::{Source, over};

/// A pack, and what is wrong with it: lines as `rural-bank/clocks.toml:12: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Its name; of a statutory pack with that of the pack that it was laid over.
    pub name: String,
    /// What is wrong. Nothing: it can be used.
    pub wrong: Vec<String>,
}

impl Checked {
    /// Checks every pack of a folder; each statutory pack laid over every pack that it is meant for.
    ///
    /// # Errors
    /// Where the folder cannot be read, or holds no pack.
    pub fn folder(folder: impl AsRef<Path>, horizon: Horizon) -> std::io::Result<Vec<Self>> {
        let folder = folder.as_ref();
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.path().join("pack.toml").is_file() {
                names.extend(entry.file_name().into_string());
            }
        }
        if names.is_empty() {
            return Err(std::io::Error::new(
                ErrorKind::NotFound,
                "there is no pack in the folder",
            ));
        }
        names.sort();
        let read = |path: &str| match std::fs::read_to_string(folder.join(path)) {
            Ok(text) => Ok(Some(text)),
            Err(refusal) if refusal.kind() == ErrorKind::NotFound => Ok(None),
            Err(refusal) => Err(refusal.to_string()),
        };
        let source = Source {
            read: &read,
            absent: "there is no such file",
        };
        Ok(all(&names, &source, horizon))
    }

    /// Checks every pack of the binary.
    #[must_use]
    pub fn embedded(horizon: Horizon) -> Vec<Self> {
        let names: Vec<String> = crate::embedded::folders().map(str::to_owned).collect();
        all(&names, &crate::embedded::SOURCE, horizon)
    }

    /// Checks one pack by what loading it came to.
    #[must_use]
    pub fn one(name: &str, loaded: Result<Pack, crate::LoadError>, horizon: Horizon) -> Self {
        let wrong = match loaded {
            Ok(pack) => pack.check(horizon).iter().map(ToString::to_string).collect(),
            Err(refusal) => vec![refusal.to_string()],
        };
        Self {
            name: name.to_owned(),
            wrong,
        }
    }
}

fn all(names: &[String], source: &Source<'_>, horizon: Horizon) -> Vec<Checked> {
    let mut done: Vec<Checked> = Vec::new();
    for name in names {
        let wanted = match over(name, source) {
            Ok(None) => vec![name.clone()],
            Ok(Some(over)) => over.iter().map(|pack| format!("{pack}+{name}")).collect(),
            Err(refusal) => {
                done.push(Checked {
                    name: name.clone(),
                    wrong: vec![refusal.to_string()],
                });
                continue;
            }
        };
        for name in wanted {
            let mut one = Checked::one(&name, Pack::assemble(&name, source), horizon);
            // What an organisation's pack has wrong is told once, not again below each statutory pack.
            one.wrong
                .retain(|line| !done.iter().any(|other| other.wrong.contains(line)));
            done.push(one);
        }
    }
    done
}
