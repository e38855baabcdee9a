//! Deliveries: written with the event that leads to them, claimed when they are due.

use huiyin_kernel::{ComplaintId, Timestamp};
use huiyin_store::{Change, Only, StoreError, micros};
use jiff::SignedDuration;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::delivery::{ActiveModel, Column, Entity, Model};
use crate::domain::delivery::{Delivery, Failure, Filter, State};
use crate::domain::notice::Audience;

/// Adds a delivery. One that the same event led to before is not added again.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn add(change: &Change, delivery: &Delivery) -> Result<(), StoreError> {
    let columns = columns(&delivery.state);
    let row = ActiveModel {
        id: Set(delivery.id),
        complaint: Set(delivery.complaint.uuid()),
        event_id: Set(delivery.event.uuid()),
        template: Set(delivery.template.clone()),
        audience: Set(delivery.audience.name().to_owned()),
        unit: Set(delivery.audience.unit().map(ToString::to_string)),
        details: Set(serde_json::to_string(&delivery.details)?),
        created_at: Set(micros(delivery.created)),
        traceparent: Set(delivery.traceparent.clone()),
        state: Set(delivery.state.name().to_owned()),
        attempt: Set(columns.attempt),
        next_at: Set(columns.next_at),
        sent_at: Set(columns.sent_at),
        channel: Set(columns.channel),
        reason: Set(columns.reason),
    };
    let once = OnConflict::columns([Column::EventId, Column::Audience, Column::Template])
        .do_nothing()
        .to_owned();
    Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A state as columns.
#[derive(Default)]
struct StateColumns {
    attempt: i32,
    next_at: Option<i64>,
    sent_at: Option<i64>,
    channel: Option<String>,
    reason: Option<String>,
}

fn columns(state: &State) -> StateColumns {
    let mut columns = StateColumns::default();
    match state {
        State::Waiting { attempt, next } => {
            columns.attempt = i32::try_from(*attempt).unwrap_or(i32::MAX);
            columns.next_at = Some(micros(*next));
        }
        State::Sent { at, channel } => {
            columns.sent_at = Some(micros(*at));
            columns.channel = Some(channel.code().to_owned());
        }
        State::Failed { reason } => columns.reason = Some(reason.code().to_owned()),
        State::Suppressed { reason } => columns.reason = Some(reason.code().to_owned()),
    }
    columns
}

/// Writes what has become of a delivery, where it still is in the state named `from`; answers whether it was.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn save(change: &Change, id: Uuid, from: &str, state: &State) -> Result<bool, StoreError> {
    let columns = columns(state);
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.name()))
        .col_expr(Column::Attempt, Expr::value(columns.attempt))
        .col_expr(Column::NextAt, Expr::value(columns.next_at))
        .col_expr(Column::SentAt, Expr::value(columns.sent_at))
        .col_expr(Column::Channel, Expr::value(columns.channel))
        .col_expr(Column::Reason, Expr::value(columns.reason))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(from));
    Ok(update.exec(change.conn()).await?.rows_affected == 1)
}

/// Claims what is due: until `lease` is over nobody else tries it, not even another process. If this one dies, it is tried again
/// after that, under the same Message-ID.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn claim(
    change: &Change,
    now: Timestamp,
    lease: SignedDuration,
    most: u64,
) -> Result<Vec<Delivery>, StoreError> {
    let due: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq("waiting"))
        .filter(Column::NextAt.lte(micros(now)))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .into_tuple()
        .all(change.conn())
        .await?;
    let until = micros(now.saturating_add(lease).unwrap_or(Timestamp::MAX));
    if due.is_empty() {
        return Ok(Vec::new());
    }
    // Where another process claims at the same moment, this waits for it, and then takes only what it left.
    let claimed = Entity::update_many()
        .col_expr(Column::NextAt, Expr::value(until))
        .filter(Column::Id.is_in(due))
        .filter(Column::State.eq("waiting"))
        .filter(Column::NextAt.lte(micros(now)))
        .exec_with_returning(change.conn())
        .await?;
    Ok(claimed.into_iter().map(Model::delivery).collect::<Result<_, _>>()?)
}

/// Whether anything is due: asked often, so it reads only.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn is_due<C: ConnectionTrait>(conn: &C, now: Timestamp) -> Result<bool, StoreError> {
    let first = Entity::find()
        .filter(Column::State.eq("waiting"))
        .filter(Column::NextAt.lte(micros(now)))
        .one(conn)
        .await?;
    Ok(first.is_some())
}

/// What was for the complainant and could reach nobody is tried again, from the first attempt.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn try_unreached(change: &Change, complaint: ComplaintId, now: Timestamp) -> Result<(), StoreError> {
    let again = columns(&State::Waiting { attempt: 0, next: now });
    Entity::update_many()
        .col_expr(Column::State, Expr::value("waiting"))
        .col_expr(Column::Attempt, Expr::value(again.attempt))
        .col_expr(Column::NextAt, Expr::value(again.next_at))
        .col_expr(Column::Reason, Expr::value(again.reason))
        .filter(Column::Complaint.eq(complaint.uuid()))
        .filter(Column::Audience.eq(Audience::Complainant.name()))
        .filter(Column::State.eq("failed"))
        .filter(Column::Reason.eq(Failure::NoAddress.code()))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// One delivery.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn by_id<C: ConnectionTrait>(conn: &C, id: Uuid) -> Result<Option<Delivery>, StoreError> {
    let row = Entity::find_by_id(id).only(conn).await?;
    Ok(row.map(Model::delivery).transpose()?)
}

/// Deliveries, the newest first: ids begin with the time that they were made.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn list<C: ConnectionTrait>(
    conn: &C,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Delivery>, StoreError> {
    let mut find = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(complaint) = filter.complaint {
        find = find.filter(Column::Complaint.eq(complaint.uuid()));
    }
    if let Some(state) = filter.state {
        find = find.filter(Column::State.eq(state));
    }
    if let Some(after) = filter.after {
        find = find.filter(Column::Id.lt(after));
    }
    let rows = find.all(conn).await?;
    Ok(rows.into_iter().map(Model::delivery).collect::<Result<_, _>>()?)
}
