//! New ids and secrets, as a parameter.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{AttachmentId, CaseId, Clock, ClockId, ClusterId, ComplaintId, EventId, LinkId, OrderId};

/// Makes ids and random secrets: from the system's random source, or from a test's seed.
///
/// Ids of one `Ids` and its clones stand in the order in which they were made, also within a millisecond: what is
/// listed by instant and then by id is listed as it came.
#[derive(Clone)]
pub struct Ids {
    clock: Clock,
    source: Source,
    last: Arc<Mutex<Stamp>>,
}

/// Where the last id stands: its millisecond, and which of that millisecond it is (RFC 9562, 6.2, method 1).
#[derive(Clone, Copy, Default)]
struct Stamp {
    millis: u64,
    count: u16,
}

impl Stamp {
    /// The 12 bits that follow the millisecond.
    const COUNTS: u16 = 1 << 12;

    /// The next one at `millis`; a full millisecond borrows from the next, and a clock that went back waits there.
    fn next(self, millis: u64) -> Self {
        if millis > self.millis {
            Self { millis, count: 0 }
        } else if self.count + 1 < Self::COUNTS {
            Self {
                millis: self.millis,
                count: self.count + 1,
            }
        } else {
            Self {
                millis: self.millis + 1,
                count: 0,
            }
        }
    }
}

#[derive(Clone)]
enum Source {
    System,
    Seeded(Arc<Mutex<(u64, u64)>>),
}

impl Ids {
    /// Ids from the system's random source; their leading bits follow `clock`.
    #[must_use]
    pub fn random(clock: Clock) -> Self {
        Self {
            clock,
            source: Source::System,
            last: Arc::default(),
        }
    }

    /// Ids that are the same in each run with the same seed. Never for secrets that must hold.
    #[must_use]
    pub fn seeded(clock: Clock, seed: u64) -> Self {
        Self {
            clock,
            source: Source::Seeded(Arc::new(Mutex::new((seed, 0)))),
            last: Arc::default(),
        }
    }

    /// `N` random bytes, fit for a secret when the source is the system.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.source {
            Source::System => fill_from_system(&mut bytes),
            Source::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                for chunk in bytes.chunks_mut(32) {
                    let block = Sha256::digest([state.0.to_be_bytes(), state.1.to_be_bytes()].concat());
                    state.1 += 1;
                    chunk.iter_mut().zip(block).for_each(|(to, from)| *to = from);
                }
            }
        }
        bytes
    }

    /// A new UUIDv7, greater than those made before.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let stamp = {
            let millis = u64::try_from(self.clock.now().as_millisecond()).unwrap_or(0);
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            *last = last.next(millis);
            *last
        };
        let mut bytes: [u8; 10] = self.bytes();
        bytes[..2].copy_from_slice(&stamp.count.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(stamp.millis, &bytes).into_uuid()
    }

    /// A new complaint's id.
    #[must_use]
    pub fn complaint(&self) -> ComplaintId {
        ComplaintId::from_uuid(self.uuid())
    }

    /// A new attachment's id.
    #[must_use]
    pub fn attachment(&self) -> AttachmentId {
        AttachmentId::from_uuid(self.uuid())
    }

    /// A new link's id.
    #[must_use]
    pub fn link(&self) -> LinkId {
        LinkId::from_uuid(self.uuid())
    }

    /// A new cluster's id.
    #[must_use]
    pub fn cluster(&self) -> ClusterId {
        ClusterId::from_uuid(self.uuid())
    }

    /// A new event's id.
    #[must_use]
    pub fn event(&self) -> EventId {
        EventId::from_uuid(self.uuid())
    }

    /// A new order's id.
    #[must_use]
    pub fn order(&self) -> OrderId {
        OrderId::from_uuid(self.uuid())
    }

    /// A new clock's id.
    #[must_use]
    pub fn clock(&self) -> ClockId {
        ClockId::from_uuid(self.uuid())
    }

    /// A new case's id.
    #[must_use]
    pub fn case(&self) -> CaseId {
        CaseId::from_uuid(self.uuid())
    }
}

#[expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "the one place that asks the system; without randomness no secret may be made"
)]
fn fill_from_system(bytes: &mut [u8]) {
    if let Err(error) = getrandom::fill(bytes) {
        panic!("the system gives no random bytes: {error}");
    }
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ids")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HeldClock;
    use jiff::Timestamp;

    #[test]
    fn seeded_ids_repeat_and_system_ids_do_not() {
        let clock = HeldClock::at(Timestamp::UNIX_EPOCH).clock();
        let pair = || Ids::seeded(clock.clone(), 7);
        assert_eq!(pair().complaint(), pair().complaint());
        let ids = Ids::random(clock);
        assert_ne!(ids.event(), ids.event());
        assert_eq!(ids.uuid().get_version_num(), 7);
    }

    #[test]
    fn one_source_never_repeats_itself() {
        let ids = Ids::seeded(HeldClock::at(Timestamp::UNIX_EPOCH).clock(), 1);
        let seen: std::collections::HashSet<_> = (0..1000).map(|_| ids.uuid()).collect();
        assert_eq!(seen.len(), 1000);
    }

    #[test]
    fn ids_stand_as_they_were_made_within_a_millisecond_and_when_the_clock_goes_back() {
        let clock = HeldClock::at("2026-11-27T09:00:00Z".parse().unwrap());
        let ids = Ids::random(clock.clock());
        let mut made: Vec<Uuid> = (0..10_000).map(|_| ids.clone().uuid()).collect();
        clock.set("2026-11-27T08:59:59Z".parse().unwrap());
        made.extend((0..10).map(|_| ids.uuid()));
        clock.set("2026-11-27T10:00:00Z".parse().unwrap());
        made.push(ids.uuid());
        assert!(made.is_sorted_by(|one, next| one < next));
        let last = made[made.len() - 1].get_timestamp().unwrap().to_unix();
        assert_eq!(last.0, clock.clock().now().as_second().unsigned_abs());
    }
}
