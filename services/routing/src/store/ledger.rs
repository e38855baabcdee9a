//! The ledgers of clocks, and by which calendar clocks run.

use huiyin_kernel::{Actor, ClockId, ComplaintId, Timestamp};
use huiyin_store::{Change, StoreError, instant, micros};
use huiyin_worktime::Limit;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::broken;
use super::entity::{calendar_seen, clock, ledger};
use super::rows::to_clock;
use crate::domain::clock::{BASES, Clock, basis_word};
use crate::domain::ledger::{Line, LineKind, LineStage};

/// One line.
pub(crate) async fn line(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Line>, StoreError> {
    ledger::Entity::find_by_id(id).one(conn).await?.map(to_line).transpose()
}

/// The ledger of a clock, in the order in which it was written.
pub(crate) async fn of_clock(conn: &impl ConnectionTrait, clock: ClockId) -> Result<Vec<Line>, StoreError> {
    lines(conn, ledger::Column::Clock, clock.uuid()).await
}

/// The ledgers of all clocks of a complaint.
pub(crate) async fn of_complaint(conn: &impl ConnectionTrait, id: ComplaintId) -> Result<Vec<Line>, StoreError> {
    lines(conn, ledger::Column::Complaint, id.uuid()).await
}

async fn lines(conn: &impl ConnectionTrait, column: ledger::Column, id: Uuid) -> Result<Vec<Line>, StoreError> {
    let find = ledger::Entity::find().filter(column.eq(id));
    let find = find
        .order_by_asc(ledger::Column::AskedAt)
        .order_by_asc(ledger::Column::Id);
    find.all(conn).await?.into_iter().map(to_line).collect()
}

/// Writes lines as they stand.
pub(crate) async fn write(change: &Change, lines: &[Line]) -> Result<(), StoreError> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut again = OnConflict::column(ledger::Column::Id);
    again.update_columns([
        ledger::Column::Stage,
        ledger::Column::DecidedBy,
        ledger::Column::DecidedAt,
        ledger::Column::OldDueAt,
        ledger::Column::NewDueAt,
        ledger::Column::EndedBy,
        ledger::Column::EndedAt,
        ledger::Column::Explanation,
    ]);
    let rows = lines.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    let insert = ledger::Entity::insert_many(rows).on_conflict(again);
    insert.exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Notes when the complainant was told of what a complaint's ledgers hold in force of this kind; the first notice counts.
pub(crate) async fn told(change: &Change, id: ComplaintId, kind: &str, at: Timestamp) -> Result<(), StoreError> {
    let update = ledger::Entity::update_many().col_expr(ledger::Column::NoticeAt, Expr::value(micros(at)));
    update
        .filter(ledger::Column::Complaint.eq(id.uuid()))
        .filter(ledger::Column::NoticeAt.is_null())
        .filter(ledger::Column::Stage.is_in(["approved", "ended"]))
        .filter(ledger::Column::Kind.eq(kind))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// By which revision of a calendar clocks run, and how far computing them anew has come.
pub(crate) async fn seen(
    conn: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<(String, Option<ClockId>)>, StoreError> {
    let row = calendar_seen::Entity::find_by_id(name).one(conn).await?;
    Ok(row.map(|row| (row.revision, row.after_clock.map(ClockId::from_uuid))))
}

/// Notes it.
pub(crate) async fn see(change: &Change, name: &str, revision: &str, after: Option<ClockId>) -> Result<(), StoreError> {
    let row = calendar_seen::ActiveModel {
        name: Set(name.to_owned()),
        revision: Set(revision.to_owned()),
        after_clock: Set(after.map(ClockId::uuid)),
    };
    let mut again = OnConflict::column(calendar_seen::Column::Name);
    again.update_columns([calendar_seen::Column::Revision, calendar_seen::Column::AfterClock]);
    let insert = calendar_seen::Entity::insert(row).on_conflict(again);
    insert.exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Clocks that run by the calendar, by their ids, after one of them.
pub(crate) async fn by_calendar(change: &Change, after: Option<ClockId>, most: u64) -> Result<Vec<Clock>, StoreError> {
    let mut find = clock::Entity::find()
        .filter(clock::Column::Stage.eq("running"))
        .filter(clock::Column::Basis.is_in(["working_hours", "working_days"]))
        .order_by_asc(clock::Column::Id)
        .limit(most);
    if let Some(after) = after {
        find = find.filter(clock::Column::Id.gt(after.uuid()));
    }
    let rows = find.all(change.conn()).await?;
    rows.into_iter().map(to_clock).collect()
}

fn row(line: &Line) -> Result<ledger::ActiveModel, StoreError> {
    let limit = match line.kind {
        LineKind::Extension(limit) => Some(limit),
        LineKind::Pause | LineKind::Recomputation | LineKind::Migration => None,
    };
    let (decided, dues, ended) = match &line.stage {
        LineStage::Asked => (None, (None, None), None),
        LineStage::Refused { by, at } => (Some((by, at)), (None, None), None),
        LineStage::Approved { by, at, old, new } => (Some((by, at)), (Some(*old), *new), None),
        LineStage::Ended {
            by,
            at,
            old,
            ended_by,
            ended,
            new,
        } => (Some((by, at)), (Some(*old), Some(*new)), Some((ended_by, ended))),
    };
    let actor = |who: Option<(&Actor, &Timestamp)>| who.map(|(by, _)| serde_json::to_string(by)).transpose();
    let at = |who: Option<(&Actor, &Timestamp)>| who.map(|(_, at)| micros(*at));
    Ok(ledger::ActiveModel {
        id: Set(line.id),
        complaint: Set(line.complaint.uuid()),
        clock: Set(line.clock.uuid()),
        kind: Set(line.kind.word().to_owned()),
        basis: Set(limit.map(|limit| basis_word(limit.basis).to_owned())),
        amount: Set(limit.map(|limit| i32::try_from(limit.amount).unwrap_or(i32::MAX))),
        ground: Set(line.ground.clone()),
        reason: Set(line.reason.clone()),
        asked_by: Set(serde_json::to_string(&line.asked_by)?),
        asked_at: Set(micros(line.asked)),
        stage: Set(line.stage.word().to_owned()),
        decided_by: Set(actor(decided)?),
        decided_at: Set(at(decided)),
        old_due_at: Set(dues.0.map(micros)),
        new_due_at: Set(dues.1.map(micros)),
        ended_by: Set(actor(ended)?),
        ended_at: Set(at(ended)),
        notice_at: Set(line.notice.map(micros)),
        explanation: Set(line.explanation.as_ref().map(serde_json::to_string).transpose()?),
    })
}

fn to_line(row: ledger::Model) -> Result<Line, StoreError> {
    Ok(Line {
        id: row.id,
        complaint: ComplaintId::from_uuid(row.complaint),
        clock: ClockId::from_uuid(row.clock),
        kind: to_kind(&row)?,
        stage: to_stage(&row)?,
        ground: row.ground,
        reason: row.reason,
        asked_by: serde_json::from_str(&row.asked_by)?,
        asked: instant(row.asked_at),
        notice: row.notice_at.map(instant),
        explanation: row.explanation.as_deref().map(serde_json::from_str).transpose()?,
    })
}

fn to_kind(row: &ledger::Model) -> Result<LineKind, StoreError> {
    let basis = |word: &str| BASES.into_iter().find(|basis| basis_word(*basis) == word);
    match (row.kind.as_str(), row.basis.as_deref().and_then(basis), row.amount) {
        ("extension", Some(basis), Some(amount)) => Ok(LineKind::Extension(Limit {
            basis,
            amount: u32::try_from(amount).unwrap_or(0),
        })),
        ("pause", ..) => Ok(LineKind::Pause),
        ("recomputation", ..) => Ok(LineKind::Recomputation),
        ("migration", ..) => Ok(LineKind::Migration),
        (other, ..) => Err(broken(other)),
    }
}

fn to_stage(row: &ledger::Model) -> Result<LineStage, StoreError> {
    let actor = |text: &Option<String>| text.as_deref().map(serde_json::from_str::<Actor>).transpose();
    let decided = actor(&row.decided_by)?.zip(row.decided_at.map(instant));
    let ended = actor(&row.ended_by)?.zip(row.ended_at.map(instant));
    let (old, new) = (row.old_due_at.map(instant), row.new_due_at.map(instant));
    Ok(match (row.stage.as_str(), decided, old, ended) {
        ("asked", ..) => LineStage::Asked,
        ("refused", Some((by, at)), ..) => LineStage::Refused { by, at },
        ("approved", Some((by, at)), Some(old), _) => LineStage::Approved { by, at, old, new },
        ("ended", Some((by, at)), Some(old), Some((ended_by, ended))) => LineStage::Ended {
            by,
            at,
            old,
            ended_by,
            ended,
            new: new.unwrap_or(old),
        },
        (other, ..) => return Err(broken(other)),
    })
}
