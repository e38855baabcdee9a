//! What the register says of complaints.

use std::collections::HashMap;

use huiyin_kernel::{ComplaintId, StaffCode};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::cases::{read, unreadable};
use super::entity::{concerned, subject as row};
use crate::domain::Subject;
use crate::domain::end::Ended;

/// Keeps what `registered` says; said again, it changes nothing.
pub(crate) async fn remember_subject(
    change: &Change,
    complaint: ComplaintId,
    subject: &Subject,
) -> Result<(), StoreError> {
    let kept = row::ActiveModel {
        complaint: Set(complaint.uuid()),
        number: Set(subject.number.to_string()),
        unit: Set(subject.unit.to_string()),
        channel: Set(subject.channel.clone()),
        language: Set(subject.language.clone()),
        ended: Set(None),
    };
    row::Entity::insert(kept)
        .on_conflict(OnConflict::column(row::Column::Complaint).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    if subject.concerned.is_empty() {
        return Ok(());
    }
    let people = subject.concerned.iter().map(|staff| concerned::ActiveModel {
        complaint: Set(complaint.uuid()),
        staff: Set(staff.to_string()),
    });
    let key = [concerned::Column::Complaint, concerned::Column::Staff];
    concerned::Entity::insert_many(people)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Keeps how intake ended a complaint. False where its registration has not been heard.
pub(crate) async fn remember_end(change: &Change, complaint: ComplaintId, ended: &Ended) -> Result<bool, StoreError> {
    let done = row::Entity::update_many()
        .col_expr(row::Column::Ended, Expr::value(serde_json::to_string(ended)?))
        .filter(row::Column::Complaint.eq(complaint.uuid()))
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected > 0)
}

/// Forgets that a complaint was joined to another one.
pub(crate) async fn forget_end(change: &Change, complaint: ComplaintId) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::Ended, Expr::value(None::<String>))
        .filter(row::Column::Complaint.eq(complaint.uuid()))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// What the register says, once it has been heard.
pub(crate) async fn subject(
    conn: &impl ConnectionTrait,
    complaint: ComplaintId,
) -> Result<Option<Subject>, StoreError> {
    let row = row::Entity::find_by_id(complaint.uuid()).only(conn).await?;
    whole(conn, row).await
}

/// What the register says of these complaints.
pub(super) async fn of(conn: &impl ConnectionTrait, complaints: &[Uuid]) -> Result<HashMap<Uuid, Subject>, StoreError> {
    if complaints.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = row::Entity::find()
        .filter(row::Column::Complaint.is_in(complaints.to_vec()))
        .all(conn)
        .await?;
    let mut people = people(conn, complaints).await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                row.complaint,
                assemble(people.remove(&row.complaint).unwrap_or_default(), row)?,
            ))
        })
        .collect()
}

async fn whole(conn: &impl ConnectionTrait, row: Option<row::Model>) -> Result<Option<Subject>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let people = people(conn, &[row.complaint]).await?.remove(&row.complaint);
    assemble(people.unwrap_or_default(), row).map(Some)
}

async fn people(conn: &impl ConnectionTrait, complaints: &[Uuid]) -> Result<HashMap<Uuid, Vec<StaffCode>>, StoreError> {
    let rows = concerned::Entity::find()
        .filter(concerned::Column::Complaint.is_in(complaints.to_vec()))
        .order_by_asc(concerned::Column::Staff)
        .all(conn)
        .await?;
    let mut people: HashMap<Uuid, Vec<StaffCode>> = HashMap::new();
    for row in rows {
        people
            .entry(row.complaint)
            .or_default()
            .push(StaffCode::new(row.staff).map_err(unreadable)?);
    }
    Ok(people)
}

fn assemble(concerned: Vec<StaffCode>, row: row::Model) -> Result<Subject, StoreError> {
    Ok(Subject {
        number: read(&row.number)?,
        unit: read(&row.unit)?,
        concerned,
        channel: row.channel,
        language: row.language,
        ended: row.ended.map(|json| serde_json::from_str(&json)).transpose()?,
    })
}

/// What the register says, with its row locked until the change ends (SQLite's one writer needs no lock).
pub(crate) async fn subject_locked(change: &Change, complaint: ComplaintId) -> Result<Option<Subject>, StoreError> {
    let row = row::Entity::find_by_id(complaint.uuid())
        .lock_exclusive()
        .only(change.conn())
        .await?;
    whole(change.conn(), row).await
}
