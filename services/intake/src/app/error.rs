//! Why a use case did not do what it was asked.

use huiyin_store::{OnceError, StoreError};

use crate::domain::books::{amend, end, entries, keep, return_day};
use crate::domain::text::TextError;
use crate::domain::{
    accept, attach, decline, disagree, import, information, link, rate, recognise, register, represent, settle, unlink,
    withdraw,
};
use huiyin_files::FileError;

/// A refusal, or a failure.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppError {
    /// There is no such complaint.
    #[error("there is no such complaint")]
    NotFound,
    /// The key belongs to another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The complaint was changed since the caller read it.
    #[error("the complaint was changed since it was read")]
    Changed,
    /// What was sent is wrong: it would be refused again.
    #[error("{0}")]
    Invalid(Refused),
    /// A rule refuses it as things stand.
    #[error("{0}")]
    Conflict(Refused),
    /// What was sent is too large.
    #[error("{0}")]
    TooLarge(Refused),
    /// Too many wrong codes: so many seconds to wait.
    #[error("too many wrong codes")]
    Slow(u32),
    /// Asked too often: so many seconds to wait.
    #[error("asked too often")]
    Often(u32),
    /// Too many uploads are under way.
    #[error("too many files are being sent at once")]
    Busy,
    /// The upload stood still, or took too long.
    #[error("{0}")]
    Timeout(Refused),
    /// The upload broke off.
    #[error("the upload broke off")]
    BrokeOff,
    /// There is no room for the file.
    #[error("there is no room for the file")]
    NoRoom,
    /// The store of the files is away.
    #[error("the place where files are kept is away")]
    FilesAway(#[source] std::io::Error),
    /// A kept file is not what it was.
    #[error(transparent)]
    File(FileError),
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl From<OnceError> for AppError {
    fn from(error: OnceError) -> Self {
        match error {
            OnceError::KeyReused => Self::KeyReused,
            OnceError::Failed(error) => Self::Failed(error),
        }
    }
}

/// A refusal with its stable code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) sentence: String,
}

/// A refusal of what was sent, or (where the text is right) of the stage that the complaint is in.
macro_rules! refusals {
    ($($refusal:path => $invalid:pat),* $(,)?) => {
        $(impl From<$refusal> for AppError {
            fn from(refusal: $refusal) -> Self {
                let refused = Refused { code: refusal.code(), sentence: refusal.to_string() };
                match refusal {
                    $invalid => Self::Invalid(refused),
                    _ => Self::Conflict(refused),
                }
            }
        })*
    };
}

refusals! {
    decline::Refusal => decline::Refusal::Text(_),
    settle::Refusal => settle::Refusal::Text(_),
    information::Refusal => information::Refusal::Text(_),
    unlink::Refusal => unlink::Refusal::Reason(_),
    end::Refusal => end::Refusal::Reason(_),
}

/// A refusal that is always of one kind.
macro_rules! always {
    ($($refusal:path => $kind:ident),* $(,)?) => {
        $(impl From<$refusal> for AppError {
            fn from(refusal: $refusal) -> Self {
                Self::$kind(Refused { code: refusal.code(), sentence: refusal.to_string() })
            }
        })*
    };
}

always! {
    register::Refusal => Invalid,
    import::Refusal => Invalid,
    accept::Refusal => Conflict,
    withdraw::Refusal => Conflict,
    represent::ReceiptRefusal => Conflict,
    entries::Refusal => Invalid,
    recognise::NothingTold => Invalid,
}

/// A refusal that says itself whether the request is wrong, or how things stand.
macro_rules! either {
    ($($refusal:path),* $(,)?) => {
        $(impl From<$refusal> for AppError {
            fn from(refusal: $refusal) -> Self {
                let refused = Refused { code: refusal.code(), sentence: refusal.to_string() };
                if refusal.is_invalid() { Self::Invalid(refused) } else { Self::Conflict(refused) }
            }
        })*
    };
}

either! {
    link::Refusal,
    keep::Refusal,
    return_day::Refusal,
    amend::Refusal,
    represent::CheckRefusal,
    rate::Refusal,
    disagree::Refusal,
}

impl From<attach::Refusal> for AppError {
    fn from(refusal: attach::Refusal) -> Self {
        let refused = Refused {
            code: refusal.code(),
            sentence: refusal.to_string(),
        };
        match refusal {
            attach::Refusal::TooLong(_) | attach::Refusal::Quota(_) => Self::TooLarge(refused),
            attach::Refusal::Empty | attach::Refusal::Name(_) => Self::Invalid(refused),
            _ => Self::Conflict(refused),
        }
    }
}

impl From<FileError> for AppError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLong(most) => attach::Refusal::TooLong(most).into(),
            FileError::BrokeOff => Self::BrokeOff,
            ended @ (FileError::Idle(_) | FileError::Slow(_)) => Self::Timeout(Refused {
                code: "upload_ended",
                sentence: ended.to_string(),
            }),
            FileError::Full => Self::NoRoom,
            FileError::Failed(cause) => Self::FilesAway(cause),
            failed => Self::File(failed),
        }
    }
}

impl From<TextError> for AppError {
    fn from(error: TextError) -> Self {
        Self::Invalid(Refused {
            code: "bad_text",
            sentence: error.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_no_room_and_a_long_file_too_large() {
        assert!(matches!(AppError::from(FileError::Full), AppError::NoRoom));
        assert!(matches!(AppError::from(FileError::TooLong(7)), AppError::TooLarge(_)));
    }
}
