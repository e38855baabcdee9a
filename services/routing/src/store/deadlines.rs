//! The rows that ticks fire, and clocks that wait for a calendar.

use std::collections::{BTreeSet, HashMap};

use huiyin_kernel::{ClockId, ComplaintId, Timestamp};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::entity::{clock, complaint, deadline};
use super::rows::{to_clock, to_complaint};
use super::{ROWS, broken};
use crate::domain::clock::Clock;
use crate::domain::complaint::Complaint;
use crate::domain::deadline::{Deadline, Step};

/// Whether the time of any deadline has come: what an idle tick asks.
pub(crate) async fn any_due(conn: &impl ConnectionTrait, now: Timestamp) -> Result<bool, StoreError> {
    let pending = deadline::Entity::find().filter(deadline::Column::FiredAt.is_null());
    Ok(pending
        .filter(deadline::Column::At.lte(micros(now)))
        .one(conn)
        .await?
        .is_some())
}

/// Deadlines whose time has come, the earliest first, with their complaints, held until the change ends. On PostgreSQL those of a
/// complaint that someone else holds are passed over: they come with a later tick, as they stand then.
pub(crate) async fn due(
    change: &Change,
    now: Timestamp,
    most: u64,
) -> Result<(Vec<Deadline>, HashMap<ComplaintId, Complaint>), StoreError> {
    let found = pending(now).limit(most).all(change.conn()).await?;
    let ids: BTreeSet<_> = found.into_iter().map(|row| row.complaint).collect();
    let held = complaint::Entity::find()
        .filter(complaint::Column::Id.is_in(ids))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(change.conn())
        .await?;
    let ids: Vec<_> = held.iter().map(|row| row.id).collect();
    // Again, within the lock: whoever held one of them may have changed what is due.
    let rows = pending(now)
        .filter(deadline::Column::Complaint.is_in(ids))
        .limit(most)
        .all(change.conn())
        .await?;
    let complaint = |row| to_complaint(row).map(|complaint| (complaint.id, complaint));
    Ok((
        rows.into_iter().map(to_deadline).collect::<Result<_, _>>()?,
        held.into_iter().map(complaint).collect::<Result<_, _>>()?,
    ))
}

fn pending(now: Timestamp) -> Select<deadline::Entity> {
    deadline::Entity::find()
        .filter(deadline::Column::FiredAt.is_null())
        .filter(deadline::Column::At.lte(micros(now)))
        .order_by_asc(deadline::Column::At)
}

fn to_deadline(row: deadline::Model) -> Result<Deadline, StoreError> {
    let step = u32::try_from(row.level)
        .ok()
        .and_then(|level| Step::from_words(&row.what, level));
    Ok(Deadline {
        complaint: ComplaintId::from_uuid(row.complaint),
        clock: ClockId::from_uuid(row.clock),
        step: step.ok_or_else(|| broken(&row.what))?,
        at: instant(row.at),
    })
}

/// Notes that deadlines were fired: they stay, as the record of it.
pub(crate) async fn fired(change: &Change, deadlines: &[Deadline], now: Timestamp) -> Result<(), StoreError> {
    for chunk in deadlines.chunks(ROWS) {
        let mut these = Condition::any();
        for deadline in chunk {
            let (what, level) = deadline.step.words();
            let this = Condition::all()
                .add(deadline::Column::Clock.eq(deadline.clock.uuid()))
                .add(deadline::Column::What.eq(what))
                .add(deadline::Column::Level.eq(level));
            these = these.add(this);
        }
        let update = deadline::Entity::update_many().col_expr(deadline::Column::FiredAt, Expr::value(micros(now)));
        update.filter(these).exec(change.conn()).await?;
    }
    Ok(())
}

/// Writes deadlines; one that stands there already stays as it is.
pub(crate) async fn write(change: &Change, deadlines: &[Deadline]) -> Result<(), StoreError> {
    for chunk in deadlines.chunks(ROWS) {
        let key = [deadline::Column::Clock, deadline::Column::What, deadline::Column::Level];
        let rows = chunk.iter().map(|deadline| {
            let (what, level) = deadline.step.words();
            deadline::ActiveModel {
                clock: Set(deadline.clock.uuid()),
                what: Set(what.to_owned()),
                level: Set(i32::try_from(level).unwrap_or(i32::MAX)),
                complaint: Set(deadline.complaint.uuid()),
                at: Set(micros(deadline.at)),
                fired_at: Set(None),
            }
        });
        let insert = deadline::Entity::insert_many(rows).on_conflict(OnConflict::columns(key).do_nothing().to_owned());
        insert.exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

/// Takes back what was still to happen at clocks that are over, or fall due at another time.
pub(crate) async fn forget(change: &Change, clocks: &[ClockId]) -> Result<(), StoreError> {
    for chunk in clocks.chunks(ROWS) {
        let pending = deadline::Entity::delete_many().filter(deadline::Column::FiredAt.is_null());
        pending
            .filter(deadline::Column::Clock.is_in(chunk.iter().map(|clock| clock.uuid())))
            .exec(change.conn())
            .await?;
    }
    Ok(())
}

/// The clocks of deadlines; to be read within their complaints' locks.
pub(crate) async fn clocks(change: &Change, deadlines: &[Deadline]) -> Result<HashMap<ClockId, Clock>, StoreError> {
    let ids = deadlines.iter().map(|deadline| deadline.clock.uuid());
    let rows = clock::Entity::find()
        .filter(clock::Column::Id.is_in(ids))
        .all(change.conn())
        .await?;
    rows.into_iter()
        .map(|row| to_clock(row).map(|clock| (clock.id, clock)))
        .collect()
}

/// Complaints by their ids.
pub(crate) async fn complaints(
    conn: &impl ConnectionTrait,
    ids: impl Iterator<Item = ComplaintId>,
) -> Result<HashMap<ComplaintId, Complaint>, StoreError> {
    let find = complaint::Entity::find().filter(complaint::Column::Id.is_in(ids.map(ComplaintId::uuid)));
    let rows = find.all(conn).await?;
    rows.into_iter()
        .map(|row| to_complaint(row).map(|complaint| (complaint.id, complaint)))
        .collect()
}

/// Clocks that wait for a calendar, the oldest first.
pub(crate) async fn unset(change: &Change, most: u64) -> Result<Vec<Clock>, StoreError> {
    let find = clock::Entity::find()
        .filter(clock::Column::Stage.eq("unset"))
        .order_by_asc(clock::Column::StartedAt);
    find.limit(most)
        .all(change.conn())
        .await?
        .into_iter()
        .map(to_clock)
        .collect()
}

/// How many clocks wait for a calendar.
pub(crate) async fn count_unset(conn: &impl ConnectionTrait) -> Result<u64, StoreError> {
    Ok(clock::Entity::find()
        .filter(clock::Column::Stage.eq("unset"))
        .count(conn)
        .await?)
}

/// How many clocks are past due without escalation: a limit or a step of a ladder has stood unfired since before `limit`, or a ladder
/// that nobody ended has no next step.
pub(crate) async fn count_missed(conn: &impl ConnectionTrait, limit: Timestamp) -> Result<u64, StoreError> {
    let running = clock::Entity::find().filter(clock::Column::Stage.eq("running"));
    let unfired = deadline::Entity::find().filter(deadline::Column::FiredAt.is_null());
    let next = deadline::Entity::find()
        .filter(deadline::Column::FiredAt.is_null())
        .filter(
            deadline::Column::Clock
                .into_expr()
                .equals((clock::Entity, clock::Column::Id)),
        );
    let late = clock::Entity::find()
        .filter(clock::Column::Stage.eq("breached"))
        .filter(clock::Column::EndedAt.is_null())
        .filter(Expr::not_exists(next.select_only().expr(Expr::val(1)).into_query()));
    let overdue = running
        .filter(clock::Column::DueAt.lt(micros(limit)))
        .count(conn)
        .await?;
    let waiting = unfired
        .filter(deadline::Column::At.lt(micros(limit)))
        .filter(deadline::Column::What.eq("escalate"))
        .count(conn)
        .await?;
    Ok(overdue + waiting + late.count(conn).await?)
}
