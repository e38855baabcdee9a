//! The list of all events.

use schemars::Schema;

use crate::{Event, events};

/// One event of the catalogue.
pub struct Entry {
    /// `ce-type`.
    pub kind: String,
    /// The payload's name: `RegisteredV1`.
    pub payload: String,
    /// The service that alone says it.
    pub producer: &'static str,
    /// Its subject, with the unit's path as `<unit path>`.
    pub subject: String,
    /// The payload's JSON schema.
    pub schema: Schema,
    /// An example payload.
    pub example: serde_json::Result<serde_json::Value>,
}

impl Entry {
    pub(crate) fn of<E: Event>() -> Self {
        Self {
            kind: E::kind(),
            payload: E::schema_name().into_owned(),
            producer: E::PRODUCER,
            subject: format!("{}.v1.{}.<unit path>", E::ABOUT, E::NAME),
            schema: schemars::schema_for!(E),
            example: serde_json::to_value(E::example()),
        }
    }
}

/// Every event that a service can say.
#[must_use]
pub fn catalogue() -> Vec<Entry> {
    [
        events::intake::entries(),
        events::books::entries(),
        events::routing::entries(),
        events::orders::entries(),
        events::ledger::entries(),
        events::organisation::entries(),
        events::investigation::entries(),
        events::sanctions::entries(),
        events::learning::entries(),
        events::notification::entries(),
        events::break_glass::entries(),
        events::dropped::entries(),
        events::retention::entries(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
