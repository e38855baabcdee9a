//! What a co-handling unit is asked for (R4.8): a task of a kind, which the lead's reply waits for or not.

/// A task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    /// Of which kind.
    pub(crate) kind: TaskKind,
    /// Whether the lead's reply waits for it, until the handler goes on without it by name.
    pub(crate) required: bool,
}

/// The kinds of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskKind {
    /// What the unit thinks of the matter.
    Opinion,
    /// What somebody of the unit saw or did.
    Statement,
    /// A record, a file, a recording.
    Document,
    /// A look on the spot.
    OnSiteCheck,
    /// An expert's look.
    Appraisal,
}

impl TaskKind {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [
        Self::Opinion,
        Self::Statement,
        Self::Document,
        Self::OnSiteCheck,
        Self::Appraisal,
    ];

    /// The word of events, views and rows.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Opinion => "opinion",
            Self::Statement => "statement",
            Self::Document => "document",
            Self::OnSiteCheck => "on_site_check",
            Self::Appraisal => "appraisal",
        }
    }

    /// The kind of that word.
    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_read_by_its_word() {
        assert!(
            TaskKind::ALL
                .into_iter()
                .all(|kind| TaskKind::read(kind.word()) == Some(kind))
        );
        assert_eq!(TaskKind::read("favour"), None);
    }
}
