//! The versions of the policy pack: by which one new complaints are decided, and by which one a complaint stays (section 9).

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use huiyin_kernel::Timestamp;
use huiyin_policy::{Pack, Shelf};

/// At least one version.
pub(crate) struct Packs {
    shelf: Shelf,
    /// Decides where none of them is in force yet.
    first: Pack,
    /// Versions that were asked for and are not there.
    missed: Mutex<BTreeSet<String>>,
}

impl Packs {
    /// The versions on a shelf; nothing where it is empty.
    pub(crate) fn of(shelf: Shelf) -> Option<Self> {
        let first = shelf.packs().next()?.clone();
        let missed = Mutex::default();
        Some(Self { shelf, first, missed })
    }

    /// The version by which a complaint that is registered now is decided.
    pub(crate) fn in_force(&self, now: Timestamp) -> &Pack {
        let day = self.first.default_calendar().date_of(now);
        self.shelf.on(day).unwrap_or(&self.first)
    }

    /// The version by which a complaint stays; the one in force where that version was taken away.
    pub(crate) fn of_complaint(&self, version: &str, now: Timestamp) -> &Pack {
        self.version(version).unwrap_or_else(|| {
            self.miss(version);
            self.in_force(now)
        })
    }

    /// Logs once that a version is not there; readiness tells it as long as an open complaint is on it.
    fn miss(&self, version: &str) {
        let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        if missed.insert(version.to_owned()) {
            tracing::warn!(
                version,
                "this version of the policy pack is not at hand: the one in force governs"
            );
        }
    }

    /// Those of these versions that are not at hand.
    pub(crate) fn missing(&self, mut versions: Vec<String>) -> Vec<String> {
        versions.retain(|version| self.version(version).is_none());
        versions.sort();
        versions
    }

    /// A version by its name.
    pub(crate) fn version(&self, version: &str) -> Option<&Pack> {
        self.shelf.version(version)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Pack> {
        self.shelf.packs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_any_version_is_in_force_the_first_one_decides() {
        let packs = Packs::of(Shelf::of(vec![Pack::embedded("rural-bank").unwrap()])).unwrap();
        let early: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(packs.in_force(early).version().as_str(), "rural-bank@2026.1");
        assert_eq!(
            packs.of_complaint("rural-bank@2019.1", early).version().as_str(),
            "rural-bank@2026.1"
        );
        assert!(packs.version("rural-bank@2019.1").is_none());
        let on = ["rural-bank@2026.1", "rural-bank@2019.1"].map(str::to_owned).to_vec();
        assert_eq!(packs.missing(on), ["rural-bank@2019.1"], "and that is told");
        assert!(Packs::of(Shelf::default()).is_none());
    }
}
