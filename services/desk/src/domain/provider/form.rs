//! A form that was typed while its session ended, on its way through the provider.

use huiyin_kernel::ComplaintId;
use huiyin_seal::{DataKey, Place};
use uuid::Uuid;

/// Where it is sealed: it is of no complaint yet.
pub(crate) fn place(state: &[u8]) -> Place<'_> {
    Place {
        service: "desk",
        table: "attempt",
        column: "form",
        complaint: ComplaintId::from_uuid(Uuid::nil()),
        row: state,
    }
}

/// The form, where it opens.
pub(crate) fn opened(key: &DataKey, state: &[u8], sealed: Option<&[u8]>) -> Vec<(String, String)> {
    let plain = sealed.and_then(|sealed| key.open(place(state), sealed).ok());
    plain
        .and_then(|plain| serde_json::from_str(&plain).ok())
        .unwrap_or_default()
}
