//! What a consumer has heard: each event takes effect once, and those about one thing in their order.

use std::collections::{HashMap, HashSet};

use huiyin_contracts::Envelope;
use huiyin_kernel::EventId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{held, inbox, inbox_position, inbox_version};
use crate::{Change, Store, StoreError, micros};

/// Who said it, about what: the line in which events keep their order.
pub type Line = (String, Uuid);

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the next of its line.
    Next,
    /// It was heard before.
    Duplicate,
    /// One before it is missing, or held.
    Early,
    /// Another event stood in its place: the producer's database went back in time.
    Stale,
}

/// The part of the inbox that a batch of events touches, read at once and written at once.
pub struct Inbox {
    known: HashSet<Uuid>,
    versions: HashMap<Line, i64>,
    lines_with_held: HashSet<Line>,
    moved: HashSet<Line>,
    heard: Vec<inbox::ActiveModel>,
    positions: HashMap<String, (Uuid, i64)>,
    now: i64,
}

fn line(envelope: &Envelope) -> Line {
    (envelope.producer.clone(), envelope.about)
}

impl Inbox {
    /// Reads what is known of these events and of their lines.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn open(change: &Change, envelopes: &[Envelope]) -> Result<Self, StoreError> {
        let ids = envelopes.iter().map(|envelope| envelope.id.uuid());
        let abouts: HashSet<Uuid> = envelopes.iter().map(|envelope| envelope.about).collect();
        let known = inbox::Entity::find()
            .filter(inbox::Column::EventId.is_in(ids))
            .all(change.conn())
            .await?;
        let versions = inbox_version::Entity::find()
            .filter(inbox_version::Column::About.is_in(abouts.iter().copied()))
            .all(change.conn())
            .await?;
        let held = held::Entity::find()
            .filter(held::Column::About.is_in(abouts))
            .all(change.conn())
            .await?;
        let positions = inbox_position::Entity::find().all(change.conn()).await?;
        Ok(Self {
            positions: positions
                .into_iter()
                .map(|row| (row.producer, (row.epoch, row.through)))
                .collect(),
            known: known.into_iter().map(|row| row.event_id).collect(),
            versions: versions
                .into_iter()
                .map(|row| ((row.producer, row.about), row.version))
                .collect(),
            lines_with_held: held.into_iter().map(|row| (row.producer, row.about)).collect(),
            moved: HashSet::new(),
            heard: Vec::new(),
            now: micros(change.store().clock().now()),
        })
    }

    /// Where an event stands now.
    #[must_use]
    pub fn place(&self, envelope: &Envelope) -> Place {
        let last = self.versions.get(&line(envelope)).copied().unwrap_or_default();
        if self.known.contains(&envelope.id.uuid()) {
            Place::Duplicate
        } else if envelope.version <= last {
            Place::Stale
        } else if envelope.version == last + 1 {
            Place::Next
        } else {
            Place::Early
        }
    }

    /// Whether all before this event was applied, whether or not it was heard itself.
    #[must_use]
    pub fn is_turn_of(&self, envelope: &Envelope) -> bool {
        self.versions.get(&line(envelope)).copied().unwrap_or_default() + 1 == envelope.version
    }

    /// Notes that an event is heard: applied, passed over, or held. It will not be heard again.
    pub fn hear(&mut self, envelope: &Envelope) {
        if self.known.insert(envelope.id.uuid()) {
            self.heard.push(inbox::ActiveModel {
                event_id: Set(envelope.id.uuid()),
                producer: Set(envelope.producer.clone()),
                epoch: Set(envelope.epoch),
                sequence: Set(envelope.sequence),
                heard_at: Set(self.now),
            });
        }
    }

    /// Notes that an event was applied: its line moves on.
    pub fn apply(&mut self, envelope: &Envelope) {
        self.versions.insert(line(envelope), envelope.version);
        self.moved.insert(line(envelope));
    }

    /// Notes that an event of this line is held.
    pub fn note_held(&mut self, envelope: &Envelope) {
        self.lines_with_held.insert(line(envelope));
    }

    /// Whether the line of this event may have held events, so that the next one is worth looking for.
    #[must_use]
    pub fn may_have_held(&self, envelope: &Envelope) -> bool {
        self.lines_with_held.contains(&line(envelope))
    }

    /// Writes what was noted, and moves each producer's position on as far as there is no gap.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn close(self, change: &Change) -> Result<(), StoreError> {
        let producers: HashSet<(String, Uuid)> = self
            .heard
            .iter()
            .map(|row| {
                (
                    row.producer.clone().take().unwrap_or_default(),
                    row.epoch.clone().take().unwrap_or_default(),
                )
            })
            .collect();
        for rows in self.heard.chunks(1_000) {
            inbox::Entity::insert_many(rows.to_vec())
                .exec_without_returning(change.conn())
                .await?;
        }
        write_versions(change, &self.moved, &self.versions).await?;
        write_positions(change, producers, &self.positions).await
    }
}

/// Writes how far each line came.
async fn write_versions(
    change: &Change,
    moved: &HashSet<Line>,
    versions: &HashMap<Line, i64>,
) -> Result<(), StoreError> {
    let rows: Vec<_> = moved
        .iter()
        .filter_map(|line| {
            let version = versions.get(line).copied()?;
            Some(inbox_version::ActiveModel {
                producer: Set(line.0.clone()),
                about: Set(line.1),
                version: Set(version),
            })
        })
        .collect();
    for rows in rows.chunks(1_000) {
        let key = [inbox_version::Column::Producer, inbox_version::Column::About];
        inbox_version::Entity::insert_many(rows.to_vec())
            .on_conflict(
                OnConflict::columns(key)
                    .update_column(inbox_version::Column::Version)
                    .to_owned(),
            )
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

/// Moves each producer's position on as far as there is no gap.
async fn write_positions(
    change: &Change,
    producers: HashSet<(String, Uuid)>,
    positions: &HashMap<String, (Uuid, i64)>,
) -> Result<(), StoreError> {
    let mut advanced = Vec::new();
    for (producer, epoch) in producers {
        let before = positions.get(&producer).filter(|(life, _)| *life == epoch);
        let before = before.map_or(0, |(_, through)| *through);
        let through = advance(change, &producer, epoch, before).await?;
        if through > before {
            advanced.push(inbox_position::ActiveModel {
                producer: Set(producer),
                epoch: Set(epoch),
                through: Set(through),
            });
        }
    }
    if advanced.is_empty() {
        return Ok(());
    }
    let update = [inbox_position::Column::Epoch, inbox_position::Column::Through];
    inbox_position::Entity::insert_many(advanced)
        .on_conflict(
            OnConflict::column(inbox_position::Column::Producer)
                .update_columns(update)
                .to_owned(),
        )
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// The producer's position, moved over the events that follow it without a gap.
async fn advance(change: &Change, producer: &str, epoch: Uuid, before: i64) -> Result<i64, StoreError> {
    let mut through = before;
    loop {
        let following: Vec<i64> = inbox::Entity::find()
            .select_only()
            .column(inbox::Column::Sequence)
            .filter(inbox::Column::Producer.eq(producer))
            .filter(inbox::Column::Epoch.eq(epoch))
            .filter(inbox::Column::Sequence.gt(through))
            .order_by_asc(inbox::Column::Sequence)
            .limit(1_000)
            .into_tuple()
            .all(change.conn())
            .await?;
        let found = following.len();
        let start = through;
        through += following
            .into_iter()
            .zip(through + 1..)
            .take_while(|(found, wanted)| found == wanted)
            .count() as i64;
        if found < 1_000 || through == start {
            break;
        }
    }
    Ok(through)
}

/// How far a producer's feed was heard without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The producer.
    pub producer: String,
    /// Which life of its database.
    pub epoch: Uuid,
    /// All up to here.
    pub through: i64,
}

impl Store {
    /// How far each producer's feed was heard.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn positions(&self) -> Result<Vec<Position>, StoreError> {
        let rows = inbox_position::Entity::find().all(self.read()).await?;
        let position = |row: inbox_position::Model| Position {
            producer: row.producer,
            epoch: row.epoch,
            through: row.through,
        };
        Ok(rows.into_iter().map(position).collect())
    }

    /// Whether an event was heard.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn has_heard(&self, event: EventId) -> Result<bool, StoreError> {
        Ok(inbox::Entity::find_by_id(event.uuid())
            .one(self.read())
            .await?
            .is_some())
    }
}
