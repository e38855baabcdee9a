//! Cases.

use std::error::Error;
use std::str::FromStr;

use huiyin_kernel::{CaseId, ComplaintId, OrderId, StaffCode, Timestamp};
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};

use super::entity::cases as row;
use super::subjects;
use crate::domain::{Case, Stage, Subject};

/// A case as the database keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// The case.
    pub(crate) case: Case,
    /// Its version: one more with each change.
    pub(crate) version: i64,
}

/// A case by its id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: CaseId) -> Result<Option<Kept>, StoreError> {
    let row = row::Entity::find_by_id(id.uuid()).only(conn).await?;
    whole(conn, row).await
}

/// The case of a complaint.
pub(crate) async fn find_by_complaint(
    conn: &impl ConnectionTrait,
    complaint: ComplaintId,
) -> Result<Option<Kept>, StoreError> {
    let row = row::Entity::find()
        .filter(row::Column::Complaint.eq(complaint.uuid()))
        .only(conn)
        .await?;
    whole(conn, row).await
}

/// Lets nobody change a case before this change ends.
pub(crate) async fn lock(change: &Change, id: CaseId) -> Result<(), StoreError> {
    let row = row::Entity::find_by_id(id.uuid()).lock_exclusive();
    row.only(change.conn()).await?;
    Ok(())
}

async fn whole(conn: &impl ConnectionTrait, row: Option<row::Model>) -> Result<Option<Kept>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let subject = subjects::subject(conn, ComplaintId::from_uuid(row.complaint)).await?;
    assemble(subject, row).map(Some)
}

/// The case that a row and the register's entry tell.
pub(super) fn assemble(subject: Option<Subject>, row: row::Model) -> Result<Kept, StoreError> {
    let staff = |code: &str| StaffCode::new(code).map_err(unreadable);
    let excluded = row.excluded.split_whitespace().map(staff);
    let case = Case {
        id: CaseId::from_uuid(row.id),
        complaint: ComplaintId::from_uuid(row.complaint),
        unit: read(&row.unit)?,
        order: row.order_id.map(OrderId::from_uuid),
        severity: row.severity,
        restricted: row.restricted,
        imported: row.imported,
        opened: instant(row.opened_at),
        reply_due: row.reply_due_at.map(instant),
        excluded: excluded.collect::<Result<_, _>>()?,
        statements: u32::try_from(row.statements).unwrap_or(0),
        class: row.class,
        policy: row.policy,
        answered: row.answered.map(|json| serde_json::from_str(&json)).transpose()?,
        subject,
        stage: serde_json::from_str(&row.state)?,
    };
    Ok(Kept {
        case,
        version: row.version,
    })
}

/// Writes a new case, at version 1.
pub(crate) async fn insert(change: &Change, case: &Case) -> Result<(), StoreError> {
    row::Entity::insert(values(case, 1)?)
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Writes a new case, at version 1. False, and nothing written, where the complaint has one.
pub(crate) async fn insert_new(change: &Change, case: &Case) -> Result<bool, StoreError> {
    let inserted = row::Entity::insert(values(case, 1)?)
        .on_conflict(OnConflict::column(row::Column::Complaint).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Writes a case that was read at `version`. False, and nothing written, where somebody was first.
pub(crate) async fn update(change: &Change, case: &Case, version: i64) -> Result<bool, StoreError> {
    let mut values = values(case, version.saturating_add(1))?;
    (values.id, values.mended) = (NotSet, NotSet);
    let done = row::Entity::update_many()
        .set(values)
        .filter(row::Column::Id.eq(case.id.uuid()))
        .filter(row::Column::Version.eq(version))
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

fn values(case: &Case, version: i64) -> Result<row::ActiveModel, StoreError> {
    let lapses = match &case.stage {
        Stage::Replied { reply, .. } => Some(micros(reply.lapses)),
        _ => None,
    };
    let excluded: Vec<&str> = case.excluded.iter().map(StaffCode::as_str).collect();
    Ok(row::ActiveModel {
        id: Set(case.id.uuid()),
        complaint: Set(case.complaint.uuid()),
        unit: Set(case.unit.to_string()),
        order_id: Set(case.order.map(OrderId::uuid)),
        severity: Set(case.severity.clone()),
        restricted: Set(case.restricted),
        imported: Set(case.imported),
        opened_at: Set(micros(case.opened)),
        reply_due_at: Set(case.reply_due.map(micros)),
        excluded: Set(excluded.join(" ")),
        statements: Set(i32::try_from(case.statements).unwrap_or(i32::MAX)),
        class: Set(case.class.clone()),
        policy: Set(case.policy.clone()),
        answered: Set(case.answered.as_ref().map(serde_json::to_string).transpose()?),
        stage: Set(case.stage.name().to_owned()),
        lapses_at: Set(lapses),
        state: Set(serde_json::to_string(&case.stage)?),
        version: Set(version),
        mended: Set(true),
    })
}

/// Cases whose follow-up has lapsed by `now`, the longest ago first.
pub(crate) async fn due_to_lapse(
    conn: &impl ConnectionTrait,
    now: Timestamp,
    most: u64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<uuid::Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::LapsesAt.lte(micros(now)))
        .order_by_asc(row::Column::LapsesAt)
        .limit(most)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().map(CaseId::from_uuid).collect())
}

/// Cases that were written before an upgrade and not gone through since.
pub(crate) async fn unmended(conn: &impl ConnectionTrait, most: u64) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<uuid::Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(Expr::col(row::Column::Mended).not())
        .order_by_asc(row::Column::Id)
        .limit(most)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().map(CaseId::from_uuid).collect())
}

/// Notes that a case was gone through.
pub(crate) async fn mark_mended(change: &Change, id: CaseId) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::Mended, Expr::value(true))
        .filter(row::Column::Id.eq(id.uuid()))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// The versions of the policy pack that open cases are on.
pub(crate) async fn policies(conn: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let found: Vec<Option<String>> = row::Entity::find()
        .select_only()
        .column(row::Column::Policy)
        .distinct()
        .filter(Expr::cust("stage NOT IN ('closed', 'archived')"))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(found.into_iter().flatten().collect())
}

/// Reads a text that was checked before it was written.
pub(super) fn read<T>(text: &str) -> Result<T, StoreError>
where
    T: FromStr,
    T::Err: Error,
{
    text.parse().map_err(unreadable)
}

/// What was written is not what is read: the database was changed by another hand.
pub(super) fn unreadable(error: impl Error) -> StoreError {
    DbErr::Type(error.to_string()).into()
}
