//! One file in the archive.

use huiyin_kernel::{ComplaintId, Date, DestructionId, Timestamp};

/// The services that keep something of a complaint in words or files. Each destroys its own and says so.
pub(crate) const KEEPERS: [&str; 3] = ["intake", "routing", "investigation"];

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) complaint: ComplaintId,
    /// Since when it is there.
    pub(crate) archived: Timestamp,
    /// How long it is kept; for good where the policy pack sets no term.
    pub(crate) term: Option<Term>,
    pub(crate) fate: Fate,
}

/// How long a file is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Its class in the archive.
    pub(crate) class: String,
    /// The last day.
    pub(crate) until: Date,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is kept.
    Kept,
    /// It stands on a list of what is to be destroyed.
    Proposed(DestructionId),
    /// The list is approved: services are destroying it.
    Ordered(DestructionId),
    /// All of them have.
    Destroyed(DestructionId),
}

impl Fate {
    /// Its name, as it is shown and kept.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Proposed(_) => "proposed",
            Self::Ordered(_) => "ordered",
            Self::Destroyed(_) => "destroyed",
        }
    }

    /// The list that it stands on.
    pub(crate) fn list(self) -> Option<DestructionId> {
        match self {
            Self::Kept => None,
            Self::Proposed(list) | Self::Ordered(list) | Self::Destroyed(list) => Some(list),
        }
    }

    /// What a row says; one that names no list is kept.
    pub(crate) fn of(code: &str, list: Option<DestructionId>) -> Self {
        match (code, list) {
            ("proposed", Some(list)) => Self::Proposed(list),
            ("ordered", Some(list)) => Self::Ordered(list),
            ("destroyed", Some(list)) => Self::Destroyed(list),
            _ => Self::Kept,
        }
    }

    /// Whether there is no way back: what was destroyed of it does not return.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Ordered(_) | Self::Destroyed(_))
    }
}

/// Whether every service that keeps something has destroyed it.
pub(crate) fn is_destroyed<'a>(services: impl IntoIterator<Item = &'a str>) -> bool {
    let done: Vec<&str> = services.into_iter().collect();
    KEEPERS.iter().all(|keeper| done.contains(keeper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_destroyed_when_the_last_of_its_keepers_says_so() {
        assert!(!is_destroyed(["intake", "investigation"]));
        assert!(!is_destroyed(["intake", "intake", "routing"]));
        assert!(is_destroyed(["routing", "investigation", "intake"]));
    }

    #[test]
    fn a_fate_is_read_as_it_was_written() {
        let list = DestructionId::from_uuid(uuid::Uuid::from_u128(9));
        for fate in [
            Fate::Kept,
            Fate::Proposed(list),
            Fate::Ordered(list),
            Fate::Destroyed(list),
        ] {
            assert_eq!(Fate::of(fate.code(), fate.list()), fate);
        }
    }
}
