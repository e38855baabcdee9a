//! What every answer of this API has in common.

use axum::http::StatusCode;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_store::{Once, StoreError};
use huiyin_web::{Caller, Gate, Idempotency, Problem};

use crate::app::Reference;
use crate::app::{App, AppError, Refused};
use crate::domain::complaint::Complaint;

/// In how many seconds a full disk may have room again.
const NO_ROOM: u32 = 60;
/// In how many seconds another upload may have ended, or the store of files may be back.
const BUSY: u32 = 5;

/// Every error of a use case as the problem that the caller sees. A failure is logged here, once.
pub(super) fn problem(error: AppError) -> Problem {
    match error {
        AppError::NotFound => Problem::not_found(),
        AppError::KeyReused => Problem::key_reused(),
        AppError::Changed => Problem::changed(),
        AppError::Invalid(Refused { code, sentence }) => Problem::refused(code, sentence),
        AppError::Conflict(Refused { code, sentence }) => Problem::conflict(code, sentence),
        AppError::TooLarge(Refused { code, sentence }) => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code, sentence),
        AppError::Slow(seconds) => Problem::slow_down(seconds),
        AppError::Often(seconds) => often(seconds),
        AppError::Busy => busy(),
        AppError::Timeout(Refused { code, sentence }) => Problem::new(StatusCode::REQUEST_TIMEOUT, code, sentence),
        AppError::BrokeOff => Problem::bad_request("broken-body", "the upload broke off"),
        AppError::NoRoom => Problem::no_room(NO_ROOM),
        AppError::FilesAway(cause) => files_away(&cause),
        AppError::File(error) => Problem::failed(&error),
        AppError::Failed(error) => failed(error),
    }
}

fn often(seconds: u32) -> Problem {
    let sentence = "that was asked too often: wait before you ask again";
    Problem {
        retry_after: Some(seconds),
        ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "asked_too_often", sentence)
    }
}

/// The rest of the register works without it.
fn files_away(cause: &std::io::Error) -> Problem {
    tracing::warn!(error = %cause, "the store of attachments is away");
    let sentence = "the place where files are kept is away: nothing was taken or given out; try again later";
    Problem {
        retry_after: Some(BUSY),
        ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "files_away", sentence)
    }
}

fn busy() -> Problem {
    let sentence = "too many files are being sent at once: send it again in a moment";
    Problem {
        retry_after: Some(BUSY),
        ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "uploads_busy", sentence)
    }
}

/// What a database failure is to the caller: something to ask again for, or our fault.
pub(super) fn failed(error: StoreError) -> Problem {
    if matches!(error, StoreError::Destroyed) {
        return Problem::destroyed();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the database is away");
        Problem::unavailable(5)
    } else {
        Problem::failed(&error)
    }
}

/// The complaint as the policies look at it. Until a unit leads it, the one that registered it does; what is restricted nobody leads until
/// then (R8.2).
pub(super) fn resource(complaint: &Complaint) -> Resource {
    let registered_by = Some(&complaint.registered_by_unit).filter(|_| !complaint.is_restricted());
    Resource::new(Kind::Complaint)
        .of(complaint.id)
        .of_unit(Some(complaint.unit.clone()))
        .led_by(complaint.lead.as_ref().or(registered_by).cloned())
        .restricted(complaint.is_restricted())
        .about(complaint.staff_concerned.clone())
}

/// The complaint that the address names, where the caller may do this to it.
pub(super) async fn allowed(
    app: &App,
    gate: &Gate,
    caller: &Caller,
    action: Action,
    named: &str,
) -> Result<Complaint, Problem> {
    let reference = Reference::read(named).ok_or_else(Problem::not_found)?;
    let complaint = app
        .find(&reference)
        .await
        .map_err(failed)?
        .ok_or_else(Problem::not_found)?;
    gate.require(caller, action, &resource(&complaint))?;
    Ok(complaint)
}

pub(super) fn once(idempotency: &Idempotency) -> Once<'_> {
    Once {
        key: idempotency.key(),
        fingerprint: idempotency.fingerprint(),
    }
}

/// A complaint without who complained and what they said.
pub(super) fn view(complaint: Complaint) -> ComplaintView {
    let restricted = complaint.is_restricted();
    ComplaintView {
        id: complaint.id,
        number: complaint.number,
        channel: complaint.channel,
        unit: complaint.unit,
        registered_by_unit: complaint.registered_by_unit,
        by: complaint.by,
        class: complaint.class,
        line: complaint.line,
        product: complaint.product,
        leader_concerned: complaint.leader_concerned,
        persons: complaint.persons,
        anonymous: complaint.anonymous,
        confidential: complaint.confidential,
        restricted,
        media: complaint.media,
        repeats: complaint.repeats,
        language: complaint.language,
        reply_channel: complaint.reply_channel,
        received: complaint.received,
        registered: complaint.registered,
        referrers_date: complaint.referrers_date,
        occurred_from: complaint.occurred_from,
        occurred_to: complaint.occurred_to,
        stage: complaint.stage.code().to_owned(),
        since: complaint.stage.since(),
        lead: complaint.lead,
        reply_due: complaint.reply_due,
        source: complaint.past.map(|past| past.source),
        version: complaint.version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_507_with_a_time_to_come_again() {
        let problem = problem(AppError::NoRoom);
        assert_eq!((problem.status, problem.retry_after), (507, Some(60)));
        assert_eq!(problem.detail, "there is no room to keep this now: send it again later");
    }

    #[test]
    fn too_many_uploads_and_one_that_stands_still_are_told_so() {
        let busy = problem(AppError::Busy);
        assert_eq!((busy.status, busy.retry_after), (503, Some(5)));
        assert_eq!(
            busy.detail,
            "too many files are being sent at once: send it again in a moment"
        );
        let idle = problem(huiyin_files::FileError::Idle(30).into());
        assert_eq!(
            (idle.status, &*idle.detail),
            (408, "nothing came for 30 s: the upload was ended")
        );
    }

    #[test]
    fn a_store_of_files_that_is_away_is_503_and_one_that_altered_a_file_is_our_fault() {
        let cause = std::io::Error::other("connection refused");
        let away = problem(huiyin_files::FileError::Failed(cause).into());
        assert_eq!((away.status, away.retry_after), (503, Some(5)));
        assert_eq!(
            away.detail,
            "the place where files are kept is away: nothing was taken or given out; try again later"
        );
        let altered = problem(huiyin_files::FileError::Altered("00".to_owned()).into());
        assert_eq!(altered.status, 500);
    }

    #[test]
    fn an_upload_that_broke_off_is_the_senders_to_repeat() {
        let problem = problem(AppError::BrokeOff);
        assert_eq!((problem.status, &*problem.detail), (400, "the upload broke off"));
    }
}
