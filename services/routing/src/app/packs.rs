//! The versions of the policy pack: by which one new complaints are decided, and by which one a complaint stays (section 9).

use huiyin_kernel::Timestamp;
use huiyin_policy::{Pack, Shelf};

/// At least one version.
pub(crate) struct Packs {
    shelf: Shelf,
    /// Decides where none of them is in force yet.
    first: Pack,
}

impl Packs {
    /// The versions on a shelf; nothing where it is empty.
    pub(crate) fn of(shelf: Shelf) -> Option<Self> {
        let first = shelf.packs().next()?.clone();
        Some(Self { shelf, first })
    }

    /// The version by which a complaint that is registered now is decided.
    pub(crate) fn in_force(&self, now: Timestamp) -> &Pack {
        let day = self.first.default_calendar().date_of(now);
        self.shelf.on(day).unwrap_or(&self.first)
    }

    /// The version by which a complaint stays; the one in force where that version was taken away.
    pub(crate) fn of_complaint(&self, version: &str, now: Timestamp) -> &Pack {
        self.version(version).unwrap_or_else(|| {
            tracing::debug!(version, "a policy version is no longer there: the one in force governs");
            self.in_force(now)
        })
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
        assert!(Packs::of(Shelf::default()).is_none());
    }
}
