//! Why a list of staff is refused.

use huiyin_kernel::StaffCode;

use super::MOST_POSTS;
use crate::domain::table::TableError;

/// Why a list of staff is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    Table(TableError),
    #[error("line {line}: `{column}` is empty")]
    Missing { line: u64, column: &'static str },
    #[error("line {line}: `{column}` is no staff code: {error}")]
    Code {
        line: u64,
        column: &'static str,
        error: String,
    },
    #[error("line {line}: {code} stands already on line {first} with this unit; a further post is in another unit")]
    Duplicate { line: u64, code: StaffCode, first: u64 },
    #[error(
        "line {line}: `{column}` of {code} is another than on line {first}; leave it empty on the lines of further posts"
    )]
    Differs {
        line: u64,
        column: &'static str,
        code: StaffCode,
        first: u64,
    },
    #[error("line {line}: {code} has more than {MOST_POSTS} posts")]
    Posts { line: u64, code: StaffCode },
    #[error("line {line}: there is no open unit `{unit}` in the directory")]
    Unit { line: u64, unit: String },
    #[error("line {line}: `leader` is yes or no")]
    Leader { line: u64 },
    #[error("line {line}: `language` is zh or en")]
    Language { line: u64 },
    #[error("line {line}: `email` is no e-mail address")]
    Email { line: u64 },
    #[error("line {line}: `status` is active or left")]
    Status { line: u64 },
    #[error("line {line}: {code} reports to {reports_to}, who is neither in the file nor in the directory")]
    Superior {
        line: u64,
        code: StaffCode,
        reports_to: StaffCode,
    },
    #[error("line {line}: {code} reports to themselves, directly or through others")]
    Loop { line: u64, code: StaffCode },
}

impl Refusal {
    /// The line of the file that it is about, where there is one.
    pub(crate) fn line(&self) -> Option<u64> {
        match self {
            Self::Table(error) => error.line(),
            Self::Missing { line, .. }
            | Self::Code { line, .. }
            | Self::Duplicate { line, .. }
            | Self::Differs { line, .. }
            | Self::Posts { line, .. }
            | Self::Unit { line, .. }
            | Self::Leader { line }
            | Self::Language { line }
            | Self::Email { line }
            | Self::Status { line }
            | Self::Superior { line, .. }
            | Self::Loop { line, .. } => Some(*line),
        }
    }
}
