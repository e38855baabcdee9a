//! The few typed requests between services.

use huiyin_kernel::{BreakGlassId, ComplaintId, EventId, StaffCode, UnitPath};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Envelope;

/// A producer's word on how far its feed has come; published every 30 s.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// The producer.
    pub producer: String,
    /// Which life of its database.
    pub epoch: Uuid,
    /// The last sequence of its feed.
    pub last: i64,
}

/// A consumer's word on how far it has heard a producer's feed without a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The consumer.
    pub consumer: String,
    /// The epoch that it has heard.
    pub epoch: Uuid,
    /// All up to and including this sequence.
    pub through: i64,
}

/// Asks a producer for events of its feed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// Events after this sequence.
    pub after: i64,
    /// How many at the most.
    pub limit: u64,
}

/// The answer to [`Replay`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// The producer's present epoch.
    pub epoch: Uuid,
    /// The events, in sequence; fewer than asked where the answer would be too large.
    pub events: Vec<Envelope>,
}

/// Asks intake how to reach a complainant. The look is recorded (R8.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRequest {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The service that asks.
    pub service: String,
    /// What for: the notice's template.
    pub purpose: String,
    /// The event that led to it: asked again for the same one, the look is recorded once.
    pub causation: EventId,
}

/// How to reach a complainant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The name to write to.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// `zh` or `en`.
    pub language: String,
    /// The complaint's number, for the text.
    pub number: String,
}

/// Asks routing whom to tell in a unit (R2.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitContactsRequest {
    /// The unit.
    pub unit: UnitPath,
    /// Nobody who has a post in this unit or below it is named: it must not hear of what they would be told (R8.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_of: Option<UnitPath>,
}

/// Whom to tell in a unit, in the order of R2.3.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitContacts {
    /// The unit's name.
    pub unit_name: String,
    /// First contact, second contact, first responsible person: those that there are.
    pub people: Vec<StaffContact>,
}

/// How to reach a member of staff.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffContact {
    /// Their code.
    pub code: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// `zh` or `en`.
    pub language: String,
}

/// The answer of a service that cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// The answer.
    Ok(T),
    /// There is no such thing.
    NotFound,
    /// It cannot be said now; ask again.
    Unavailable,
}

/// Asks the desk whose an opaque token is. The token itself is not sent, and what is sent is not to be logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    /// The token's SHA-256, in hexadecimal.
    pub hash: String,
    /// The service that was asked with it.
    pub service: String,
}

/// The answer to [`TokenRequest`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenAnswer {
    /// The caller token that it stands for at that service; none where it stands for nobody.
    pub token: Option<String>,
}

/// Asks routing whom to tell of those who hold a duty, wherever they work: the first of these duties that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyContactsRequest {
    /// The duties, the best first.
    pub duties: Vec<String>,
}

/// Asks audit whether a break-glass request still opens its complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRequest {
    /// The request.
    pub request: BreakGlassId,
    /// Whose it is.
    pub staff: StaffCode,
}

/// Asks routing who a member of staff is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRequest {
    /// Their code.
    pub code: StaffCode,
}

/// A member of staff as the directory has them now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffNow {
    /// The path of the unit of their main post.
    pub unit: UnitPath,
    /// Their duties there.
    pub duties: Vec<String>,
    /// Their further posts. Left out where there are none, and by releases that know of none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<PostNow>,
}

/// A post of a member of staff as the directory has it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostNow {
    /// The path of the unit.
    pub unit: UnitPath,
    /// The duties that they hold there.
    pub duties: Vec<String>,
}
