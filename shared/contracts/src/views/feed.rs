//! What every service answers about its feed, and about those that it hears.

use huiyin_kernel::{EventId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far a service's feed has come, and how far it has heard the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeedView {
    /// Which life of its database.
    pub epoch: Uuid,
    /// The last sequence given.
    pub last: i64,
    /// Committed events that wait for their sequence: the relay gives it.
    pub unnumbered: u64,
    /// All up to here is known to be on the bus.
    pub relayed: i64,
    /// How far it has heard each producer without a gap.
    pub heard: Vec<HeardView>,
    /// How far each consumer says that it has heard this feed.
    pub consumers: Vec<ConsumerView>,
    /// Events that wait for an earlier one.
    pub waiting: u64,
    /// Events that cannot be applied: each blocks its complaint.
    pub parked: u64,
}

impl FeedView {
    /// How far it has heard a producer.
    #[must_use]
    pub fn heard(&self, producer: &str) -> i64 {
        self.heard
            .iter()
            .find(|heard| heard.producer == producer)
            .map_or(0, |heard| heard.through)
    }
}

/// An event that a service cannot apply. It blocks what it is about, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ParkedView {
    /// The event.
    pub event: EventId,
    /// Its kind; nothing where it cannot be read.
    pub kind: Option<String>,
    /// Who said it.
    pub producer: String,
    /// What it is about: a complaint, or something of the organisation's.
    pub about: Uuid,
    /// Which of the producer's events about that it is.
    pub version: i64,
    /// Why it cannot be applied.
    pub reason: String,
    /// Since when it is held.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// How often it was tried again.
    #[serde(default)]
    pub attempts: u32,
}

/// Drops a parked event: what it says takes no effect here, and the later ones about the same thing are applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DropParked {
    /// Why: `done_by_hand` (its effect was brought about otherwise), `said_again` (a later event says the same), `never_so` (it should never have
    /// been said), `unreadable` (nobody can read it).
    pub ground: String,
    /// Where that is settled: the number of a ticket or a file, without words.
    pub reference: String,
}

/// How far a producer was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeardView {
    /// The producer.
    pub producer: String,
    /// Which life of its database.
    pub epoch: Uuid,
    /// All up to and including this sequence.
    pub through: i64,
}

/// How far a consumer has heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsumerView {
    /// The consumer.
    pub name: String,
    /// All up to and including this sequence.
    pub through: i64,
}
