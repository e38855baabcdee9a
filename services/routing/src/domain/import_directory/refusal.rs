//! Why a tree is refused.

use crate::domain::table::TableError;

/// One reason, with the line of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    Table(TableError),
    #[error("line {line}: `{column}` is empty")]
    Missing { line: u64, column: &'static str },
    #[error("line {line}: `{column}` is longer than {most} characters")]
    TooLong {
        line: u64,
        column: &'static str,
        most: usize,
    },
    #[error("line {line}: `{column}` is no staff code: {error}")]
    Staff {
        line: u64,
        column: &'static str,
        error: String,
    },
    #[error("line {line}: there is no time zone `{zone}`; give an IANA name such as Asia/Shanghai")]
    TimeZone { line: u64, zone: String },
    #[error("line {line}: the unit `{node}` stands already on line {first}")]
    Duplicate { line: u64, node: String, first: u64 },
    #[error("line {line}: `{node}` and the unit on line {first} would both have the code `{code}`")]
    SameCode {
        line: u64,
        node: String,
        first: u64,
        code: String,
    },
    #[error("line {line}: `{node}` gives no unit code: it needs at least one letter a-z or digit")]
    NoCode { line: u64, node: String },
    #[error("line {line}: the parent `{parent}` of `{node}` is not in the file")]
    UnknownParent { line: u64, node: String, parent: String },
    #[error("line {line}: `{node}` has no parent, but the root stands already on line {first}")]
    TwoRoots { line: u64, node: String, first: u64 },
    #[error("no unit is the root: one `parent_id` must be empty")]
    NoRoot,
    #[error("line {line}: `{node}` stands below itself")]
    Cycle { line: u64, node: String },
    #[error("line {line}: `{node}` stands deeper than 12 levels")]
    TooDeep { line: u64, node: String },
    #[error("line {line}: `{node}` is an outlet and cannot stand below an outlet")]
    OutletBelowOutlet { line: u64, node: String },
    #[error("line {line}: the code `{code}` of `{node}` is, or was, that of `{other}`: a code is not given twice")]
    CodeInUse {
        line: u64,
        node: String,
        code: String,
        other: String,
    },
    #[error("line {line}: the successor `{successor}` of `{node}` is no open unit of the file")]
    UnknownSuccessor { line: u64, node: String, successor: String },
    #[error("`{unit}` would close with {open} open complaints, and no unit above or after it has them")]
    NoHeir { unit: String, open: usize },
}

impl Refusal {
    /// The line of the file that it is about, where there is one.
    pub(crate) fn line(&self) -> Option<u64> {
        match self {
            Self::Table(error) => error.line(),
            Self::NoRoot | Self::NoHeir { .. } => None,
            Self::Missing { line, .. }
            | Self::TooLong { line, .. }
            | Self::Staff { line, .. }
            | Self::TimeZone { line, .. }
            | Self::Duplicate { line, .. }
            | Self::SameCode { line, .. }
            | Self::NoCode { line, .. }
            | Self::UnknownParent { line, .. }
            | Self::TwoRoots { line, .. }
            | Self::Cycle { line, .. }
            | Self::TooDeep { line, .. }
            | Self::OutletBelowOutlet { line, .. }
            | Self::CodeInUse { line, .. }
            | Self::UnknownSuccessor { line, .. } => Some(*line),
        }
    }
}
