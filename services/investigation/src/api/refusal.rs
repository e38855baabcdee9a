//! Refusals and failures as problems.

use huiyin_web::{FieldError, Problem};

use crate::app::{Error, Refused};
use crate::domain::TextError;

/// Refusals of what was sent, whatever the case is: the same request would be refused again.
const OF_THE_REQUEST: [&str; 14] = [
    "in_the_future",
    "unknown_statement",
    "no_apology",
    "unknown_cause",
    "nobody_responsible",
    "handler_responsible",
    "no_communication",
    "no_amount",
    "wrong_amount",
    "no_reason",
    "same_verdict",
    "no_verdict",
    "no_cause",
    "no_such_way",
];

/// Refusals of a person: the same request of another one may be granted.
const OF_THE_PERSON: [&str; 3] = ["no_authority", "not_outside", "promised"];

/// For how many seconds a caller should wait for the database.
const PATIENCE: u32 = 2;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refusal(refused),
            Error::NoSuchCase => Self::not_found(),
            Error::Stale(_) => Self {
                detail: error.to_string().into(),
                ..Self::changed()
            },
            Error::KeyMismatch => Self::key_reused(),
            Error::Moved => Self::conflict("changed_hands", error.to_string()),
            Error::Busy => Self::conflict("busy", error.to_string()),
            Error::Failed(error) if error.is_transient() => {
                tracing::warn!(%error, "the database is away");
                Self::unavailable(PATIENCE)
            }
            Error::Failed(error) => Self::failed(&error),
        }
    }
}

fn refusal(refused: Refused) -> Problem {
    if OF_THE_REQUEST.contains(&refused.code) {
        Problem::refused(refused.code, refused.sentence)
    } else if OF_THE_PERSON.contains(&refused.code) {
        Problem {
            detail: refused.sentence.into(),
            ..Problem::forbidden()
        }
    } else {
        Problem::conflict(refused.code, refused.sentence)
    }
}

/// A field that holds no proper text.
pub(super) fn wrong_text(pointer: &str, error: TextError) -> Problem {
    Problem::invalid(vec![FieldError::new(pointer, error.to_string())])
}
