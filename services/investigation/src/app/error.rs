//! Why a use case did nothing.

use huiyin_files::FileError;
use huiyin_store::{OnceError, StoreError};

use crate::domain::Refuses;

/// A rule said no, or something failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A rule said no.
    #[error("{0}")]
    Refused(Refused),
    /// There is no such case.
    #[error("there is no such case")]
    NoSuchCase,
    /// There is no such circular, or no such improvement.
    #[error("there is no such paper")]
    NoSuchPaper,
    /// The caller acts on an older version than there is.
    #[error("it was changed since you read it: {0}; read it again")]
    Stale(String),
    /// The case is in other hands than those that the permission was given for.
    #[error("the case changed hands just now; read it again")]
    Moved,
    /// The key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyMismatch,
    /// Others were first each time.
    #[error("too many change this case at once; try again")]
    Busy,
    /// Too many uploads are under way.
    #[error("too many files are being sent at once")]
    Crowded,
    /// The scanner found something in it.
    #[error("the file is infected: it is kept as evidence and given out to nobody")]
    Infected,
    /// The upload ended, or the store of the files is away.
    #[error(transparent)]
    File(FileError),
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// A command's refusal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub(crate) struct Refused {
    /// Its code.
    pub(crate) code: &'static str,
    /// Its sentence.
    pub(crate) sentence: String,
}

impl<R: Refuses> From<R> for Refused {
    fn from(refusal: R) -> Self {
        Self {
            code: refusal.code(),
            sentence: refusal.to_string(),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<OnceError> for Error {
    fn from(error: OnceError) -> Self {
        match error {
            OnceError::KeyReused => Self::KeyMismatch,
            OnceError::Failed(error) => Self::Failed(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(error.into())
    }
}
