//! The record: append-only, by triggers on both databases.

use sea_orm::entity::prelude::*;

use crate::domain::chain::Hash;
use crate::domain::record::{Entry, Record};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub(crate) struct Model {
    /// Contiguous from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) position: i64,
    pub(crate) event_id: Uuid,
    pub(crate) kind: String,
    pub(crate) producer: String,
    pub(crate) epoch: Uuid,
    pub(crate) sequence: i64,
    pub(crate) about: Uuid,
    pub(crate) version: i64,
    pub(crate) subject: String,
    pub(crate) occurred_at: i64,
    pub(crate) recorded_at: i64,
    pub(crate) causation: Option<Uuid>,
    pub(crate) policy_version: Option<String>,
    pub(crate) body: String,
    pub(crate) previous: Vec<u8>,
    pub(crate) hash: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The entry. A hash of another length than 32 bytes is read as zeros: whoever put it there finds that it matches nothing.
    pub(crate) fn entry(self) -> Entry {
        let hash = |bytes: &[u8]| Hash::from_bytes(bytes).unwrap_or(Hash::GENESIS);
        Entry {
            position: self.position,
            previous: hash(&self.previous),
            hash: hash(&self.hash),
            record: Record {
                event: self.event_id,
                kind: self.kind,
                producer: self.producer,
                epoch: self.epoch,
                sequence: self.sequence,
                about: self.about,
                version: self.version,
                subject: self.subject,
                occurred_at: self.occurred_at,
                recorded_at: self.recorded_at,
                causation: self.causation,
                policy_version: self.policy_version,
                body: self.body,
            },
        }
    }
}
