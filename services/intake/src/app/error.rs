//! Why a use case did not do what it was asked.

use huiyin_store::StoreError;

use crate::domain::text::TextError;
use crate::domain::{accept, decline, import, information, register, settle, withdraw};

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
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
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
}

impl From<TextError> for AppError {
    fn from(error: TextError) -> Self {
        Self::Invalid(Refused {
            code: "bad_text",
            sentence: error.to_string(),
        })
    }
}
