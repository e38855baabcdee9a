//! What other services say that moves the archive.

use huiyin_contracts::events::intake::RegisterDestroyedV1;
use huiyin_contracts::events::investigation::{ArchivedV1, CaseDestroyedV1};
use huiyin_contracts::events::orders::OrdersDestroyedV1;
use huiyin_contracts::{Envelope, decode};
use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, StoreError};

use crate::domain::archive::{Fate, File, Term};
use crate::store::archive::{self, Gone};

/// What an event does to the archive.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    Archived(File),
    Reopened(ComplaintId),
    Destroyed(Gone),
}

/// What an event does to the archive; nothing, for most.
///
/// # Errors
/// Where the body is not the payload that the event's type names.
pub(crate) fn read(envelope: &Envelope) -> Result<Option<Move>, serde_json::Error> {
    let complaint = ComplaintId::from_uuid(envelope.about);
    let gone = |rows, files| {
        Move::Destroyed(Gone {
            complaint,
            service: envelope.producer.clone(),
            at: envelope.occurred,
            rows,
            files,
        })
    };
    Ok(Some(match envelope.kind.as_str() {
        "complaint.archived.v1" => Move::Archived(file(envelope, decode(envelope)?)),
        "complaint.reopened.v1" => Move::Reopened(complaint),
        "complaint.register_destroyed.v1" => {
            let event: RegisterDestroyedV1 = decode(envelope)?;
            gone(event.rows, event.files)
        }
        "complaint.case_destroyed.v1" => {
            let event: CaseDestroyedV1 = decode(envelope)?;
            gone(event.rows, event.files)
        }
        "complaint.orders_destroyed.v1" => gone(decode::<OrdersDestroyedV1>(envelope)?.rows, 0),
        _ => return Ok(None),
    }))
}

/// A day that cannot be read is a term that nobody set: the file is kept for good, and somebody will ask why.
fn file(envelope: &Envelope, event: ArchivedV1) -> File {
    let until = event.kept_until.and_then(|day| day.parse().ok());
    File {
        complaint: event.complaint,
        archived: envelope.occurred,
        term: event.retention.zip(until).map(|(class, until)| Term { class, until }),
        fate: Fate::Kept,
    }
}

/// Writes it.
pub(crate) async fn apply(change: &Change, moved: Move) -> Result<(), StoreError> {
    match moved {
        Move::Archived(file) => archive::archived(change, &file).await,
        Move::Reopened(complaint) => archive::reopened(change, complaint).await,
        Move::Destroyed(gone) => archive::destroyed(change, &gone).await,
    }
}
