//! What a consumer has heard: each event takes effect once, and those about one thing in their order.

use std::collections::{HashMap, HashSet};

use huiyin_contracts::Envelope;
use huiyin_kernel::EventId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait};
use uuid::Uuid;

use crate::entity::{held, inbox, inbox_version};
use crate::{Change, Store, StoreError, micros, position};

const HEARD: &str = "heard";
const HELD: &str = "held";

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
    now: i64,
}

fn line(envelope: &Envelope) -> Line {
    (envelope.producer.clone(), envelope.about)
}

impl Inbox {
    /// Reads what is known of these events and of their lines, in one statement.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn open(change: &Change, envelopes: &[Envelope]) -> Result<Self, StoreError> {
        let mut inbox = Self {
            known: HashSet::new(),
            versions: HashMap::new(),
            lines_with_held: HashSet::new(),
            moved: HashSet::new(),
            heard: Vec::new(),
            now: micros(change.store().clock().now()),
        };
        for row in change.conn().query_all(&what_is_known(envelopes)).await? {
            let (producer, id): (String, Uuid) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            match row.try_get_by_index::<String>(0)?.as_str() {
                HEARD => drop(inbox.known.insert(id)),
                HELD => drop(inbox.lines_with_held.insert((producer, id))),
                _ => drop(inbox.versions.insert((producer, id), row.try_get_by_index(3)?)),
            }
        }
        Ok(inbox)
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

    /// Writes what was noted.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn close(self, change: &Change) -> Result<(), StoreError> {
        let firsts: HashMap<_, _> = self.heard.iter().filter_map(first_of_a_feed).collect();
        for rows in self.heard.chunks(1_000) {
            inbox::Entity::insert_many(rows.to_vec())
                .exec_without_returning(change.conn())
                .await?;
        }
        write_versions(change, &self.moved, &self.versions).await?;
        position::begin(change, firsts).await
    }
}

/// The statement behind [`Inbox::open`]: rows of what is known, by whom, of which event or thing, and the version.
fn what_is_known(envelopes: &[Envelope]) -> SelectStatement {
    let ids = envelopes.iter().map(|envelope| envelope.id.uuid());
    let abouts: HashSet<Uuid> = envelopes.iter().map(|envelope| envelope.about).collect();
    let row = |what: &str| Query::select().expr(Expr::cust(format!("'{what}'"))).take();
    let held = row(HELD)
        .columns([held::Column::Producer, held::Column::About])
        .expr(Expr::cust("0"))
        .from(held::Entity)
        .and_where(held::Column::About.is_in(abouts.iter().copied()))
        .take();
    let versions = row("version")
        .columns([inbox_version::Column::Producer, inbox_version::Column::About])
        .column(inbox_version::Column::Version)
        .from(inbox_version::Entity)
        .and_where(inbox_version::Column::About.is_in(abouts))
        .take();
    row(HEARD)
        .columns([inbox::Column::Producer, inbox::Column::EventId])
        .column(inbox::Column::Sequence)
        .from(inbox::Entity)
        .and_where(inbox::Column::EventId.is_in(ids))
        .union(UnionType::All, held)
        .union(UnionType::All, versions)
        .take()
}

/// The producer and its epoch, where this is the first event of its feed.
fn first_of_a_feed(row: &inbox::ActiveModel) -> Option<(String, Uuid)> {
    let first = row.sequence.clone().take() == Some(1);
    first.then(|| Some((row.producer.clone().take()?, row.epoch.clone().take()?)))?
}

/// Lets a line move on past a version that is never applied, where it stands still before it.
pub(crate) async fn pass_over(change: &Change, line: &Line, version: i64) -> Result<(), StoreError> {
    let row = inbox_version::Entity::find_by_id((line.0.clone(), line.1));
    let last = row.one(change.conn()).await?.map_or(0, |row| row.version);
    if last + 1 != version {
        return Ok(());
    }
    let (moved, versions) = (HashSet::from([line.clone()]), HashMap::from([(line.clone(), version)]));
    write_versions(change, &moved, &versions).await
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

impl Store {
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
