//! Requests to see what the rules keep from one.

use std::collections::HashMap;

use huiyin_kernel::{Actor, BreakGlassId, Timestamp};
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::act::{read, read_if, written, written_if};
use super::entity::break_glass::{ActiveModel, Column, Entity, Model};
use super::entity::fact;
use crate::domain::break_glass::{Decided, Request};
use crate::domain::known::Known;

/// Keeps a request.
pub(crate) async fn add(change: &Change, request: &Request) -> Result<(), StoreError> {
    Entity::insert(row(request)?)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Keeps what became of it.
pub(crate) async fn save(change: &Change, request: &Request) -> Result<(), StoreError> {
    row(request)?.into_active_model().update(change.conn()).await?;
    Ok(())
}

/// A request, which nobody else changes before this change ends.
pub(crate) async fn lock(change: &Change, id: BreakGlassId) -> Result<Option<Request>, StoreError> {
    let row = Entity::find_by_id(id.uuid())
        .lock_exclusive()
        .only(change.conn())
        .await?;
    row.map(entity).transpose()
}

/// A request, for reading.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: BreakGlassId) -> Result<Option<Request>, StoreError> {
    let row = Entity::find_by_id(id.uuid()).only(conn).await?;
    row.map(entity).transpose()
}

/// What waits for a decision or is open now, the newest first: requests that were asked after `since`, and those that close after `now`.
pub(crate) async fn current(
    conn: &impl ConnectionTrait,
    since: Timestamp,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Request>, StoreError> {
    let waits = Column::DecidedAt.is_null().and(Column::AskedAt.gt(micros(since)));
    let find = Entity::find()
        .filter(Column::ClosedAt.is_null())
        .filter(waits.or(Column::UntilAt.gt(micros(now))));
    let rows = find.order_by_desc(Column::Id).limit(limit).all(conn).await?;
    rows.into_iter().map(entity).collect()
}

/// The latest requests.
pub(crate) async fn latest(conn: &impl ConnectionTrait, limit: u64) -> Result<Vec<Request>, StoreError> {
    let rows = Entity::find().order_by_desc(Column::Id).limit(limit).all(conn).await?;
    rows.into_iter().map(entity).collect()
}

/// The latest requests of one person.
pub(crate) async fn of(conn: &impl ConnectionTrait, by: &Actor, limit: u64) -> Result<Vec<Request>, StoreError> {
    let own = Entity::find().filter(Column::Asker.eq(serde_json::to_string(by)?));
    let rows = own.order_by_desc(Column::Id).limit(limit).all(conn).await?;
    rows.into_iter().map(entity).collect()
}

/// What is known of the complaints with these numbers.
pub(crate) async fn known(
    conn: &impl ConnectionTrait,
    numbers: impl Iterator<Item = &str>,
) -> Result<HashMap<String, Known>, StoreError> {
    let find = fact::Entity::find().filter(fact::Column::Number.is_in(numbers));
    let rows = find.all(conn).await?.into_iter().map(Known::from);
    Ok(rows.filter_map(|known| Some((known.number.clone()?, known))).collect())
}

fn row(request: &Request) -> Result<ActiveModel, StoreError> {
    let (asker, asked_at) = written(&request.asked)?;
    let (decider, decided_at) = written_if(request.decided.as_ref().map(|decided| &decided.act))?;
    let (closer, closed_at) = written_if(request.closed.as_ref())?;
    Ok(ActiveModel {
        id: Set(request.id.uuid()),
        number: Set(request.number.clone()),
        ground: Set(request.ground.clone()),
        reference: Set(request.reference.clone()),
        hours: Set(i32::try_from(request.hours).unwrap_or(i32::MAX)),
        asker: Set(asker),
        asked_at: Set(asked_at),
        decider: Set(decider),
        decided_at: Set(decided_at),
        until_at: Set(request.until().map(micros)),
        closer: Set(closer),
        closed_at: Set(closed_at),
    })
}

fn entity(row: Model) -> Result<Request, StoreError> {
    let until: Option<Timestamp> = row.until_at.map(instant);
    let decided = read_if(row.decider.as_deref(), row.decided_at)?;
    Ok(Request {
        id: BreakGlassId::from_uuid(row.id),
        number: row.number,
        ground: row.ground,
        reference: row.reference,
        hours: u32::try_from(row.hours).unwrap_or_default(),
        asked: read(&row.asker, row.asked_at)?,
        decided: decided.map(|act| Decided { act, until }),
        closed: read_if(row.closer.as_deref(), row.closed_at)?,
    })
}
