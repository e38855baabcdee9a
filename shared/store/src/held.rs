//! Events that cannot be applied yet. They block the line that they stand in, and nothing else (P7).

use std::time::Duration;

use huiyin_contracts::Envelope;
use huiyin_kernel::{EventId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{held, inbox_version};
use crate::{Change, Store, StoreError, inbox, instant, micros};

/// Why an event is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for one before it.
    Waiting,
    /// It cannot be applied: an operator inspects it, then has it tried again or dropped.
    Parked,
}

impl State {
    fn text(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Parked => "parked",
        }
    }
}

/// A held event.
#[derive(Clone, Debug)]
pub struct Held {
    /// The event.
    pub event: EventId,
    /// Who said it.
    pub producer: String,
    /// What it is about.
    pub about: Uuid,
    /// Its version about that.
    pub version: i64,
    /// Why it is held.
    pub state: State,
    /// The reason in words.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried again.
    pub attempts: u32,
    /// The event itself; absent where what came could not be read.
    pub envelope: Option<Envelope>,
}

fn held(row: held::Model) -> Held {
    Held {
        event: EventId::from_uuid(row.event_id),
        producer: row.producer,
        about: row.about,
        version: row.version,
        state: if row.state == State::Parked.text() {
            State::Parked
        } else {
            State::Waiting
        },
        reason: row.reason,
        since: instant(row.held_at),
        attempts: u32::try_from(row.attempts).unwrap_or_default(),
        envelope: serde_json::from_str(&row.envelope).ok(),
    }
}

/// Holds an event, in the change that notes it as heard.
///
/// # Errors
/// Where the database fails.
pub async fn hold(change: &Change, envelope: &Envelope, state: State, reason: &str) -> Result<(), StoreError> {
    insert(change, envelope, state, reason, serde_json::to_string(envelope)?).await
}

/// Parks what could not be read as an event: `raw` is what came over the wire, `envelope` what is known of it.
///
/// # Errors
/// Where the database fails.
pub async fn park_unreadable(
    change: &Change,
    envelope: &Envelope,
    reason: &str,
    raw: String,
) -> Result<(), StoreError> {
    insert(change, envelope, State::Parked, reason, raw).await
}

async fn insert(
    change: &Change,
    envelope: &Envelope,
    state: State,
    reason: &str,
    text: String,
) -> Result<(), StoreError> {
    let row = held::ActiveModel {
        event_id: Set(envelope.id.uuid()),
        producer: Set(envelope.producer.clone()),
        about: Set(envelope.about),
        version: Set(envelope.version),
        state: Set(state.text().to_owned()),
        reason: Set(reason.to_owned()),
        attempts: Set(0),
        retry_at: Set(None),
        held_at: Set(micros(change.store().clock().now())),
        envelope: Set(text),
    };
    let update = [held::Column::State, held::Column::Reason, held::Column::RetryAt];
    held::Entity::insert(row)
        .on_conflict(
            OnConflict::column(held::Column::EventId)
                .update_columns(update)
                .value(held::Column::Attempts, one_more())
                .to_owned(),
        )
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Whoever holds an event that is held already has tried it again.
fn one_more() -> Expr {
    Expr::col((held::Entity, held::Column::Attempts)).add(1)
}

/// The event that stands at this place of a line, if it is held there and not parked.
///
/// # Errors
/// Where the database fails.
pub async fn at(change: &Change, producer: &str, about: Uuid, version: i64) -> Result<Option<Envelope>, StoreError> {
    let row = held::Entity::find()
        .filter(held::Column::Producer.eq(producer))
        .filter(held::Column::About.eq(about))
        .filter(held::Column::Version.eq(version))
        .filter(held::Column::State.eq(State::Waiting.text()))
        .one(change.conn())
        .await?;
    Ok(row.and_then(|row| held(row).envelope))
}

/// Has a held event tried again after a while.
///
/// # Errors
/// Where the database fails.
pub async fn postpone(change: &Change, event: EventId, reason: &str, after: Duration) -> Result<(), StoreError> {
    let at = micros(change.store().clock().now()).saturating_add(i64::try_from(after.as_micros()).unwrap_or(i64::MAX));
    held::Entity::update_many()
        .col_expr(held::Column::RetryAt, Expr::value(at))
        .col_expr(held::Column::Reason, Expr::value(reason))
        .col_expr(held::Column::Attempts, Expr::col(held::Column::Attempts).add(1))
        .filter(held::Column::EventId.eq(event.uuid()))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// Lets an event go: it was applied.
///
/// # Errors
/// Where the database fails.
pub async fn release(change: &Change, event: EventId) -> Result<(), StoreError> {
    held::Entity::delete_by_id(event.uuid()).exec(change.conn()).await?;
    Ok(())
}

/// A parked event.
///
/// # Errors
/// Where the database fails.
pub async fn parked(change: &Change, event: EventId) -> Result<Option<Held>, StoreError> {
    let row = held::Entity::find_by_id(event.uuid())
        .filter(held::Column::State.eq(State::Parked.text()))
        .one(change.conn())
        .await?;
    Ok(row.map(held))
}

/// Has a parked event tried again at once, when this change is committed.
///
/// # Errors
/// Where the database fails.
pub async fn try_again(change: &Change, event: EventId) -> Result<(), StoreError> {
    held::Entity::update_many()
        .col_expr(held::Column::RetryAt, Expr::value(micros(change.store().clock().now())))
        .filter(held::Column::EventId.eq(event.uuid()))
        .filter(held::Column::State.eq(State::Parked.text()))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// Drops a parked event: its line moves on past it, where it stood still before it. Those behind it follow by themselves.
///
/// # Errors
/// Where the database fails.
pub async fn drop_parked(change: &Change, parked: &Held) -> Result<(), StoreError> {
    release(change, parked.event).await?;
    inbox::pass_over(change, &(parked.producer.clone(), parked.about), parked.version).await
}

impl Store {
    /// What is held in a state, the oldest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn held(&self, state: State, most: u64) -> Result<Vec<Held>, StoreError> {
        let rows = held::Entity::find()
            .filter(held::Column::State.eq(state.text()))
            .order_by_asc(held::Column::HeldAt)
            .limit(most)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(held).collect())
    }

    /// How many events are held in a state.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn count_held(&self, state: State) -> Result<u64, StoreError> {
        Ok(held::Entity::find()
            .filter(held::Column::State.eq(state.text()))
            .count(self.read())
            .await?)
    }

    /// Keeps an event parked for another reason than before.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep_parked(&self, event: EventId, reason: &str) -> Result<(), StoreError> {
        held::Entity::update_many()
            .col_expr(held::Column::RetryAt, Expr::value(Option::<i64>::None))
            .col_expr(held::Column::Reason, Expr::value(reason))
            .col_expr(held::Column::Attempts, one_more())
            .filter(held::Column::EventId.eq(event.uuid()))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// The held events whose time to be tried again has come.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn held_to_retry(&self) -> Result<Vec<Held>, StoreError> {
        let asked_for = held::Column::RetryAt.lte(micros(self.clock().now()));
        // Two replicas may take two events of one line at the same moment: the one that comes too early is held while the other that it
        // waits for does not see it yet. Nobody lets it go then, but that its turn has come can be seen here.
        let turn = Expr::col((held::Entity, held::Column::Version)).sub(1);
        let line_before_it = Query::select()
            .expr(Expr::val(1))
            .from(inbox_version::Entity)
            .and_where(
                Expr::col((inbox_version::Entity, inbox_version::Column::Producer))
                    .equals((held::Entity, held::Column::Producer)),
            )
            .and_where(
                Expr::col((inbox_version::Entity, inbox_version::Column::About))
                    .equals((held::Entity, held::Column::About)),
            )
            .and_where(Expr::col((inbox_version::Entity, inbox_version::Column::Version)).eq(turn))
            .take();
        let its_turn = Condition::all()
            .add(held::Column::State.eq(State::Waiting.text()))
            .add(held::Column::RetryAt.is_null())
            .add(Expr::exists(line_before_it));
        let rows = held::Entity::find()
            .filter(Condition::any().add(asked_for).add(its_turn))
            .order_by_asc(held::Column::Version)
            .limit(100)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(held).collect())
    }
}
