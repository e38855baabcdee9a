//! Refusals and failures as problems.

use axum::http::StatusCode;
use huiyin_files::FileError;
use huiyin_store::StoreError;
use huiyin_web::{FieldError, Problem};

use crate::app::{Error, Refused};
use crate::domain::TextError;

/// Refusals of what was sent, whatever the case is: the same request would be refused again.
const OF_THE_REQUEST: [&str; 28] = [
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
    "empty_file",
    "no_such_way",
    "no_such_sanction",
    "role_not_hit",
    "no_such_level",
    "not_responsible",
    "not_the_head",
    "sanction_currency",
    "sanction_out_of_range",
    "not_confirmed",
    "names_a_person",
    "circular_to_nobody",
    "day_past",
    "done_to_come",
    "no_such_unit",
];

/// Refusals of a person: the same request of another one may be granted.
const OF_THE_PERSON: [&str; 3] = ["no_authority", "not_outside", "promised"];

/// Refusals of a length.
const TOO_LARGE: [&str; 2] = ["file_too_large", "files_too_large"];

/// For how many seconds a caller should wait for room on the disk.
const ROOM: u32 = 60;

/// For how many seconds a caller should wait for the database.
const PATIENCE: u32 = 2;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refusal(refused),
            Error::NoSuchCase | Error::NoSuchPaper => Self::not_found(),
            Error::Stale(_) => Self {
                detail: error.to_string().into(),
                ..Self::changed()
            },
            Error::KeyMismatch => Self::key_reused(),
            Error::Moved => Self::conflict("changed_hands", error.to_string()),
            Error::Busy => Self::conflict("busy", error.to_string()),
            Error::Crowded => Self {
                detail: error.to_string().into(),
                ..Self::unavailable(PATIENCE)
            },
            Error::Infected => Self::conflict("infected", error.to_string()),
            Error::File(error) => file(error),
            Error::Failed(StoreError::Destroyed) => Self::destroyed(),
            Error::Failed(error) if error.is_transient() => {
                tracing::warn!(%error, "the database is away");
                Self::unavailable(PATIENCE)
            }
            Error::Failed(error) => Self::failed(&error),
        }
    }
}

/// An upload that ended, or a store that is away.
fn file(error: FileError) -> Problem {
    match error {
        FileError::Idle(_) | FileError::Slow(_) => {
            Problem::new(StatusCode::REQUEST_TIMEOUT, "upload_ended", error.to_string())
        }
        FileError::BrokeOff => Problem::bad_request("broke_off", "the upload broke off"),
        FileError::Full => Problem::no_room(ROOM),
        FileError::Failed(ref cause) => {
            tracing::warn!(error = %cause, "the store of evidence is away");
            let sentence = "the place where evidence is kept is away: nothing was taken or given out; try again later";
            Problem {
                retry_after: Some(PATIENCE),
                ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "files_away", sentence)
            }
        }
        FileError::Altered(_) | FileError::TooLong(_) => Problem::failed(&error),
    }
}

fn refusal(refused: Refused) -> Problem {
    if TOO_LARGE.contains(&refused.code) {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, refused.code, refused.sentence)
    } else if OF_THE_REQUEST.contains(&refused.code) {
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
