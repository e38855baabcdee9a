//! An event as it travels.

use huiyin_kernel::{ComplaintId, EventId, Timestamp};
use uuid::Uuid;

/// An event with its CloudEvents attributes: what stands in the outbox, on the bus and in a replay.
///
/// In binary mode each attribute is a `ce-` header and [`Envelope::body`] is the payload.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Envelope {
    /// `ce-id`: the key of every consumer's inbox.
    pub id: EventId,
    /// `ce-type`: `complaint.registered.v1`.
    pub kind: String,
    /// `ce-source`: the service that says it.
    pub producer: String,
    /// `ce-epoch`: which life of the producer's database; another after a restore.
    pub epoch: Uuid,
    /// `ce-sequence`: the place in the producer's feed; contiguous from 1 within an epoch.
    pub sequence: i64,
    /// `ce-subject`: what the event is about: a complaint, or the organisation.
    pub about: Uuid,
    /// `ce-version`: the place among the producer's events about the same thing; contiguous from 1.
    pub version: i64,
    /// The subject that it is published to.
    pub subject: String,
    /// `ce-time`: when it happened.
    pub occurred: Timestamp,
    /// `ce-recordedtime`: when the producer wrote it down (later than `occurred` where a branch was offline).
    pub recorded: Timestamp,
    /// `ce-causationid`: the event that led to this one.
    pub causation: Option<EventId>,
    /// `ce-policyversion`: the policy pack's version that it was decided by.
    pub policy_version: Option<String>,
    /// `traceparent` of the span in which it was written.
    pub traceparent: Option<String>,
    /// The payload: JSON.
    pub body: String,
}

impl Envelope {
    /// The complaint that the event is about (`ce-correlationid`); meaningless for events about the organisation.
    #[must_use]
    pub fn complaint(&self) -> ComplaintId {
        ComplaintId::from_uuid(self.about)
    }

    /// Whether the event is about a complaint: its subject root says so.
    #[must_use]
    pub fn is_about_a_complaint(&self) -> bool {
        self.kind.starts_with("complaint.")
    }
}
