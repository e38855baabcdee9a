//! Why changes are refused.

use huiyin_kernel::{Date, UnitCode};

use crate::domain::table::TableError;

/// One reason, with the line of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    Table(TableError),
    #[error("line {line}: `{column}` is empty")]
    Missing { line: u64, column: &'static str },
    #[error("line {line}: `{column}` is longer than 500 characters")]
    TooLong { line: u64, column: &'static str },
    #[error("line {line}: `{text}` is no date; write it as 2026-11-27")]
    Date { line: u64, text: String },
    #[error("line {line}: `change` is open, close, rename, merge or move, not `{text}`")]
    Kind { line: u64, text: String },
    #[error("line {line}: the directory has no unit `{text}`")]
    UnknownUnit { line: u64, text: String },
    #[error("line {line}: there is no unit `{text}` to go to")]
    UnknownOther { line: u64, text: String },
    #[error("line {line}: more than one unit is called `{text}`; name it by its code")]
    Several { line: u64, text: String },
    #[error("line {line}: `{text}` gives no unit code: it needs at least one letter a-z or digit")]
    NoCode { line: u64, text: String },
    #[error("line {line}: the code `{code}` is, or was, that of another unit: a code is not given twice")]
    CodeInUse { line: u64, code: UnitCode },
    #[error("line {line}: `{unit}` changes twice on {day}")]
    Twice { line: u64, unit: UnitCode, day: Date },
    #[error("line {line}: the unit `{unit}` is not open on that day")]
    Closed { line: u64, unit: UnitCode },
    #[error("line {line}: `{unit}` is the root: nobody stands above it to have what is open")]
    Root { line: u64, unit: UnitCode },
    #[error("line {line}: `{below}` below `{unit}` is open: close or move it first")]
    OpenBelow { line: u64, unit: UnitCode, below: UnitCode },
    #[error("line {line}: `{unit}` cannot be merged into itself")]
    Itself { line: u64, unit: UnitCode },
    #[error("line {line}: `{unit}` would stand below itself")]
    BelowItself { line: u64, unit: UnitCode },
    #[error("line {line}: `{unit}` is an outlet and cannot stand below an outlet")]
    OutletBelowOutlet { line: u64, unit: UnitCode },
    #[error("line {line}: `{unit}` would stand deeper than 12 levels")]
    TooDeep { line: u64, unit: UnitCode },
    #[error("line {line}: `{unit}` changed after that day, on {last}: history is not rewritten")]
    Later { line: u64, unit: UnitCode, last: Date },
    #[error("line {line}: `{unit}` was given complaints after {day}, so it did not close then")]
    Acted { line: u64, unit: UnitCode, day: Date },
}

impl Refusal {
    /// The line of the file that it is about, where there is one.
    pub(crate) fn line(&self) -> Option<u64> {
        match self {
            Self::Table(error) => error.line(),
            Self::Missing { line, .. }
            | Self::TooLong { line, .. }
            | Self::Date { line, .. }
            | Self::Kind { line, .. }
            | Self::UnknownUnit { line, .. }
            | Self::UnknownOther { line, .. }
            | Self::Several { line, .. }
            | Self::NoCode { line, .. }
            | Self::CodeInUse { line, .. }
            | Self::Twice { line, .. }
            | Self::Closed { line, .. }
            | Self::Root { line, .. }
            | Self::OpenBelow { line, .. }
            | Self::Itself { line, .. }
            | Self::BelowItself { line, .. }
            | Self::OutletBelowOutlet { line, .. }
            | Self::TooDeep { line, .. }
            | Self::Later { line, .. }
            | Self::Acted { line, .. } => Some(*line),
        }
    }
}
