//! Cases.

use std::error::Error;
use std::str::FromStr;

use huiyin_kernel::{CaseId, ComplaintId, OrderId, StaffCode, Timestamp};
use huiyin_store::{Change, DataKeys, Only, Sealing, StoreError, instant, micros};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};

use super::destroy::DESTROYED;
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
    /// The key under which what is said in it is sealed.
    pub(crate) sealing: Sealing,
}

/// A case by its id.
pub(crate) async fn find(conn: &impl ConnectionTrait, keys: &DataKeys, id: CaseId) -> Result<Option<Kept>, StoreError> {
    let row = row::Entity::find_by_id(id.uuid()).only(conn).await?;
    whole(conn, keys, row).await
}

/// The case of a complaint.
pub(crate) async fn find_by_complaint(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    complaint: ComplaintId,
) -> Result<Option<Kept>, StoreError> {
    let row = row::Entity::find()
        .filter(row::Column::Complaint.eq(complaint.uuid()))
        .only(conn)
        .await?;
    whole(conn, keys, row).await
}

/// Lets nobody change a case before this change ends.
pub(crate) async fn lock(change: &Change, id: CaseId) -> Result<(), StoreError> {
    let row = row::Entity::find_by_id(id.uuid()).lock_exclusive();
    row.only(change.conn()).await?;
    Ok(())
}

async fn whole(
    conn: &impl ConnectionTrait,
    keys: &DataKeys,
    row: Option<row::Model>,
) -> Result<Option<Kept>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    if row.stage == DESTROYED {
        return Err(StoreError::Destroyed);
    }
    let complaint = ComplaintId::from_uuid(row.complaint);
    let subject = subjects::subject(conn, complaint).await?;
    let sealing = keys.of(conn, complaint).await?;
    assemble(subject, sealing, row).map(Some)
}

/// The case that a row and the register's entry tell.
pub(super) fn assemble(subject: Option<Subject>, sealing: Sealing, row: row::Model) -> Result<Kept, StoreError> {
    let (state, answered) = opened(&sealing, &row)?;
    let staff = |code: &str| StaffCode::new(code).map_err(unreadable);
    let excluded = row.excluded.split_whitespace().map(staff);
    let case = Case {
        id: CaseId::from_uuid(row.id),
        complaint: ComplaintId::from_uuid(row.complaint),
        unit: read(&row.unit)?,
        order: row.order_id.map(OrderId::from_uuid),
        severity: row.severity,
        approve: row.approve.split_whitespace().map(str::to_owned).collect(),
        restricted: row.restricted,
        imported: row.imported,
        opened: instant(row.opened_at),
        reply_due: row.reply_due_at.map(instant),
        excluded: excluded.collect::<Result<_, _>>()?,
        statements: u32::try_from(row.statements).unwrap_or(0),
        class: row.class,
        policy: row.policy,
        answered: answered.map(|json| serde_json::from_str(&json)).transpose()?,
        subject,
        stage: serde_json::from_str(&state)?,
    };
    Ok(Kept {
        case,
        version: row.version,
        sealing,
    })
}

const STATE: (&str, &str) = ("cases", "state");
const ANSWERED: (&str, &str) = ("cases", "answered");

/// What is bound to a case's state: whose it is, and its version.
fn bound(id: uuid::Uuid, version: i64) -> Vec<u8> {
    format!("{id} {version}").into_bytes()
}

/// The state and the answer of a row, in clear.
fn opened(sealing: &Sealing, row: &row::Model) -> Result<(String, Option<String>), StoreError> {
    let bound = bound(row.id, row.version);
    let open = |at, text: &str| sealing.open_text(at, &bound, text)?.ok_or(StoreError::Destroyed);
    let answered = row.answered.as_deref().map(|answered| open(ANSWERED, answered));
    let answered = answered.transpose()?.map(|answered| answered.to_string());
    Ok((open(STATE, &row.state)?.to_string(), answered))
}

/// Seals a case that was written in clear before an upgrade, where it is still at this version.
pub(super) async fn seal_old(change: &Change, sealing: &Sealing, kept: &Kept) -> Result<(), StoreError> {
    let values = values(change, sealing, &kept.case, kept.version)?;
    row::Entity::update_many()
        .set(row::ActiveModel {
            state: values.state,
            answered: values.answered,
            ..Default::default()
        })
        .filter(row::Column::Id.eq(kept.case.id.uuid()))
        .filter(row::Column::Version.eq(kept.version))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// Writes a new case, at version 1; answers its key.
pub(crate) async fn insert(change: &Change, keys: &DataKeys, case: &Case) -> Result<Sealing, StoreError> {
    let sealing = keys.take(change, case.complaint).await?;
    row::Entity::insert(values(change, &sealing, case, 1)?)
        .exec_without_returning(change.conn())
        .await?;
    Ok(sealing)
}

/// Writes a new case, at version 1. False, and nothing written, where the complaint has one.
pub(crate) async fn insert_new(change: &Change, keys: &DataKeys, case: &Case) -> Result<bool, StoreError> {
    let sealing = keys.take(change, case.complaint).await?;
    let inserted = row::Entity::insert(values(change, &sealing, case, 1)?)
        .on_conflict(OnConflict::column(row::Column::Complaint).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Writes a case that was read as `before`. False, and nothing written, where somebody was first.
pub(crate) async fn update(change: &Change, before: &Kept, case: &Case) -> Result<bool, StoreError> {
    let version = before.version;
    let sealing = before.sealing.to_write(change).await?;
    let mut values = values(change, &sealing, case, version.saturating_add(1))?;
    (values.id, values.mended) = (NotSet, NotSet);
    let done = row::Entity::update_many()
        .set(values)
        .filter(row::Column::Id.eq(case.id.uuid()))
        .filter(row::Column::Version.eq(version))
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

fn values(change: &Change, sealing: &Sealing, case: &Case, version: i64) -> Result<row::ActiveModel, StoreError> {
    let (ids, bound) = (change.store().ids(), bound(case.id.uuid(), version));
    let answered = case.answered.as_ref().map(serde_json::to_string).transpose()?;
    let answered = answered.map(|answered| sealing.seal_text(ANSWERED, &bound, &answered, ids));
    let state = serde_json::to_string(&case.stage)?;
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
        approve: Set(case.approve.join(" ")),
        restricted: Set(case.restricted),
        imported: Set(case.imported),
        opened_at: Set(micros(case.opened)),
        reply_due_at: Set(case.reply_due.map(micros)),
        excluded: Set(excluded.join(" ")),
        statements: Set(i32::try_from(case.statements).unwrap_or(i32::MAX)),
        class: Set(case.class.clone()),
        policy: Set(case.policy.clone()),
        answered: Set(answered.transpose()?),
        stage: Set(case.stage.name().to_owned()),
        lapses_at: Set(lapses),
        state: Set(sealing.seal_text(STATE, &bound, &state, ids)?),
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
