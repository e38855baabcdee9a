//! One entry of the record: an event as it was heard.

use huiyin_contracts::Envelope;
use uuid::Uuid;

use super::chain::{Canonical, Hash, Head};

/// What an entry keeps of an event: all of the envelope but the trace, which is telemetry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) event: Uuid,
    pub(crate) kind: String,
    pub(crate) producer: String,
    pub(crate) epoch: Uuid,
    pub(crate) sequence: i64,
    pub(crate) about: Uuid,
    pub(crate) version: i64,
    pub(crate) subject: String,
    /// Microseconds since the epoch, as are all instants here.
    pub(crate) occurred_at: i64,
    pub(crate) recorded_at: i64,
    pub(crate) causation: Option<Uuid>,
    pub(crate) policy_version: Option<String>,
    pub(crate) body: String,
}

impl Record {
    /// The record of an event.
    pub(crate) fn of(envelope: &Envelope) -> Self {
        Self {
            event: envelope.id.uuid(),
            kind: envelope.kind.clone(),
            producer: envelope.producer.clone(),
            epoch: envelope.epoch,
            sequence: envelope.sequence,
            about: envelope.about,
            version: envelope.version,
            subject: envelope.subject.clone(),
            occurred_at: envelope.occurred.as_microsecond(),
            recorded_at: envelope.recorded.as_microsecond(),
            causation: envelope.causation.map(huiyin_kernel::EventId::uuid),
            policy_version: envelope.policy_version.clone(),
            body: envelope.body.clone(),
        }
    }

    /// The hash of this record at `position` after `previous`: its fields in the order of the struct, between those two.
    pub(crate) fn hash(&self, position: i64, previous: Hash) -> Hash {
        Canonical::new()
            .number(position)
            .bytes(self.event.as_bytes())
            .bytes(self.kind.as_bytes())
            .bytes(self.producer.as_bytes())
            .bytes(self.epoch.as_bytes())
            .number(self.sequence)
            .bytes(self.about.as_bytes())
            .number(self.version)
            .bytes(self.subject.as_bytes())
            .number(self.occurred_at)
            .number(self.recorded_at)
            .optional(self.causation.as_ref().map(|id| id.as_bytes().as_slice()))
            .optional(self.policy_version.as_deref().map(str::as_bytes))
            .bytes(self.body.as_bytes())
            .bytes(&previous.0)
            .finish()
    }
}

/// A record in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) position: i64,
    pub(crate) record: Record,
    pub(crate) previous: Hash,
    pub(crate) hash: Hash,
}

impl Entry {
    /// The entry that follows `head`.
    pub(crate) fn after(head: Head, record: Record) -> Self {
        let position = head.position + 1;
        let hash = record.hash(position, head.hash);
        Self {
            position,
            record,
            previous: head.hash,
            hash,
        }
    }

    /// The head that it makes.
    pub(crate) fn head(&self) -> Head {
        Head {
            position: self.position,
            hash: self.hash,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn record(n: u128) -> Record {
        Record {
            event: Uuid::from_u128(n),
            kind: "complaint.registered.v1".to_owned(),
            producer: "intake".to_owned(),
            epoch: Uuid::from_u128(99),
            sequence: 1,
            about: Uuid::from_u128(7),
            version: 1,
            subject: "complaint.v1.registered.ho".to_owned(),
            occurred_at: 1,
            recorded_at: 2,
            causation: None,
            policy_version: None,
            body: "{}".to_owned(),
        }
    }

    #[test]
    fn every_field_counts() {
        type Change = fn(&mut Record);
        let changes: [Change; 13] = [
            |r| r.event = Uuid::from_u128(2),
            |r| r.kind.push('x'),
            |r| r.producer.push('x'),
            |r| r.epoch = Uuid::nil(),
            |r| r.sequence += 1,
            |r| r.about = Uuid::nil(),
            |r| r.version += 1,
            |r| r.subject.push('x'),
            |r| r.occurred_at += 1,
            |r| r.recorded_at += 1,
            |r| r.causation = Some(Uuid::nil()),
            |r| r.policy_version = Some(String::new()),
            |r| r.body.push(' '),
        ];
        let whole = record(1).hash(1, Hash::GENESIS);
        for (at, change) in changes.iter().enumerate() {
            let mut other = record(1);
            change(&mut other);
            assert_ne!(other.hash(1, Hash::GENESIS), whole, "field {at}");
        }
        assert_ne!(record(1).hash(2, Hash::GENESIS), whole, "the position");
        assert_ne!(record(1).hash(1, Hash([1; 32])), whole, "the previous hash");
    }
}
