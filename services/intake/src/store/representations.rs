//! Who complains for another, without who they are (R3.10).

use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait};

use super::entity::representation::{ActiveModel, Entity, Model};
use super::row::{json, read};
use crate::domain::represent::{Outcome, Representation};

/// Keeps what was shown at registrations.
pub(crate) async fn add_representations(change: &Change, shown: &[Representation]) -> Result<(), StoreError> {
    for one in shown {
        Entity::insert(row(one)?).exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

/// Writes what came of a check.
pub(crate) async fn check_representation(change: &Change, checked: &Representation) -> Result<(), StoreError> {
    row(checked)?.update(change.conn()).await?;
    Ok(())
}

/// How far the authority of who complains for another is; nothing where they complain themselves.
pub(crate) async fn representation(
    conn: &impl ConnectionTrait,
    complaint: ComplaintId,
) -> Result<Option<Representation>, StoreError> {
    let found = Entity::find_by_id(complaint.uuid()).only(conn).await?;
    found.map(of_row).transpose()
}

fn row(of: &Representation) -> Result<ActiveModel, StoreError> {
    Ok(ActiveModel {
        complaint: Set(of.complaint.uuid()),
        role: Set(of.role.clone()),
        authority: Set(of.authority.clone()),
        receives: Set(of.receives),
        outcome: Set(of.outcome.code().to_owned()),
        reason: Set(of.reason.clone()),
        act: Set(json(&of.act)?),
    })
}

fn of_row(row: Model) -> Result<Representation, StoreError> {
    let wrong = || DbErr::Type(format!("{} is no outcome of a check", row.outcome));
    Ok(Representation {
        complaint: ComplaintId::from_uuid(row.complaint),
        outcome: Outcome::read(&row.outcome).ok_or_else(wrong)?,
        role: row.role,
        authority: row.authority,
        receives: row.receives,
        reason: row.reason,
        act: read(&row.act)?,
    })
}
