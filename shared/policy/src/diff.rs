//! `policy diff`: two packs' differences in words.
//!
//! Each pack is told as sections of entries, each entry as aspects with words; then any two tellings are compared. So what is told
//! is compared, and nothing is compared that is not told. Files, lines and versions are no difference.

mod tell;
mod terms;

use std::fmt;

use crate::Pack;

/// A part of a pack: rows, clocks, a list.
pub(crate) struct Section {
    /// What one entry is called: `row`.
    what: &'static str,
    /// Whether the order of the entries decides.
    ordered: bool,
    entries: Vec<Entry>,
}

/// One entry: a row, a clock, a code.
pub(crate) struct Entry {
    key: String,
    aspects: Vec<(&'static str, String)>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: `row`, `clock`, `letter`.
    pub what: &'static str,
    /// Which one.
    pub key: String,
    /// What differs.
    pub change: Change,
}

/// How an entry differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the later pack has it, as told.
    New(String),
    /// Only the earlier pack has it.
    Gone,
    /// An aspect of it changed.
    Changed {
        /// Which aspect.
        aspect: &'static str,
        /// What it was; nothing: there was none.
        was: Option<String>,
        /// What it is.
        is: Option<String>,
    },
    /// It stands elsewhere among those that both packs have, and the order decides.
    Moved {
        /// The entry before which it stands now; nothing: it is the last.
        before: Option<String>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, key, change } = self;
        let none = |words: &Option<String>| words.clone().unwrap_or_else(|| "nothing".to_owned());
        match change {
            Change::New(told) => write!(f, "{what} `{key}` is new: {told}"),
            Change::Gone => write!(f, "{what} `{key}` is gone"),
            Change::Changed { aspect, was, is } => {
                write!(f, "{what} `{key}`: {aspect} was {}, and is {}", none(was), none(is))
            }
            Change::Moved { before: Some(other) } => write!(f, "{what} `{key}` stands before `{other}` now"),
            Change::Moved { before: None } => write!(f, "{what} `{key}` stands last now"),
        }
    }
}

impl Pack {
    /// What differs in `later`, by kind, in the order of the files.
    #[must_use]
    pub fn differences(&self, later: &Self) -> Vec<Difference> {
        let pairs = tell::sections(self).into_iter().zip(tell::sections(later));
        pairs.flat_map(|(one, other)| one.differences(&other)).collect()
    }
}

impl Section {
    fn find(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn differences(&self, later: &Self) -> Vec<Difference> {
        let difference = |key: &str, change| Difference {
            what: self.what,
            key: key.to_owned(),
            change,
        };
        let mut all = Vec::new();
        for entry in &self.entries {
            match later.find(&entry.key) {
                None => all.push(difference(&entry.key, Change::Gone)),
                Some(other) => all.extend(entry.changes(other).map(|change| difference(&entry.key, change))),
            }
        }
        for entry in &later.entries {
            if self.find(&entry.key).is_none() {
                all.push(difference(&entry.key, Change::New(entry.told())));
            }
        }
        if self.ordered {
            all.extend(
                self.moves(later)
                    .map(|(key, before)| difference(key, Change::Moved { before })),
            );
        }
        all
    }

    /// The entries that both have and that stand in another order, each with the one that follows it now.
    fn moves<'a>(&'a self, later: &'a Self) -> impl Iterator<Item = (&'a str, Option<String>)> {
        let both = |one: &'a Self, other: &'a Self| -> Vec<&'a str> {
            let keys = one.entries.iter().map(|entry| entry.key.as_str());
            keys.filter(|key| other.find(key).is_some()).collect()
        };
        let (was, mut is) = (both(self, later), both(later, self));
        let mut moved = Vec::new();
        let now = is.clone();
        // Whatever does not stand where it stood is taken out, the later one first, until the rest agrees.
        let mut left = was;
        while let Some(at) = left.iter().zip(&is).position(|(one, other)| one != other) {
            let Some(key) = is.get(at).copied() else { break };
            moved.push(key);
            is.retain(|one| *one != key);
            left.retain(|one| *one != key);
        }
        moved.into_iter().map(move |key| {
            let next = now.iter().skip_while(|one| **one != key).nth(1);
            (key, next.map(|next| (*next).to_owned()))
        })
    }
}

impl Entry {
    fn told(&self) -> String {
        let told = self.aspects.iter().map(|(aspect, words)| format!("{aspect} {words}"));
        told.collect::<Vec<_>>().join("; ")
    }

    fn changes(&self, later: &Self) -> impl Iterator<Item = Change> {
        let words = |entry: &Self, aspect: &str| {
            let found = entry.aspects.iter().find(|(name, _)| *name == aspect);
            found.map(|(_, words)| words.clone())
        };
        let mut aspects: Vec<&'static str> = self.aspects.iter().map(|(aspect, _)| *aspect).collect();
        aspects.extend(later.aspects.iter().map(|(aspect, _)| *aspect));
        let mut seen = Vec::new();
        aspects.retain(|aspect| {
            !seen.contains(aspect) && {
                seen.push(*aspect);
                true
            }
        });
        let changes = aspects.into_iter().filter_map(|aspect| {
            let (was, is) = (words(self, aspect), words(later, aspect));
            (was != is).then_some(Change::Changed { aspect, was, is })
        });
        changes.collect::<Vec<_>>().into_iter()
    }
}
