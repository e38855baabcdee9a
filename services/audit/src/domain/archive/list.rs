//! A list of files whose destruction is proposed. One person writes it, another approves it (R8.3, P16).

use huiyin_kernel::DestructionId;

use super::Act;

/// Such a list, without its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) id: DestructionId,
    pub(crate) proposed: Act,
    pub(crate) decided: Option<Decided>,
}

/// How it was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decided {
    /// Whether it was approved; else it was given up.
    pub(crate) approved: bool,
    pub(crate) act: Act,
}

impl List {
    /// Its state, while so many of its files are not destroyed yet.
    pub(crate) fn state(&self, waiting: usize) -> &'static str {
        match &self.decided {
            None => "proposed",
            Some(decided) if !decided.approved => "dropped",
            Some(_) if waiting > 0 => "ordered",
            Some(_) => "destroyed",
        }
    }
}
