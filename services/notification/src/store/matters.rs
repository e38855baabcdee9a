//! What is known of complaints, from producers that are heard in any order.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_kernel::{ComplaintId, StaffCode};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Alias, Expr, Func, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::matter::{ActiveModel, Column, Entity};
use crate::domain::matter::{Heard, Matter};

/// Notes what an event told; answers what is known afterwards.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn hear(change: &Change, heard: Heard<'_>) -> Result<Matter, StoreError> {
    let (row, sets, fills): (_, &[Column], &[Column]) = match heard {
        Heard::Registered(event) => (
            registered(event),
            &[
                Column::Number,
                Column::Unit,
                Column::Anonymous,
                Column::Imported,
                Column::Concerned,
            ],
            &[Column::Restricted],
        ),
        Heard::Assigned(event) => (
            assigned(event),
            &[Column::Lead, Column::Restricted],
            &[Column::Unit, Column::Imported],
        ),
    };
    let mut on_conflict = OnConflict::column(Column::Complaint);
    on_conflict.update_columns(sets.iter().copied());
    for column in fills {
        let told = Expr::col((Alias::new("excluded"), *column));
        on_conflict.value(*column, Func::coalesce([Expr::col((Entity, *column)), told]));
    }
    let known = Entity::insert(row)
        .on_conflict(on_conflict)
        .exec_with_returning(change.conn())
        .await?;
    Ok(Matter::from(known))
}

fn registered(event: &RegisteredV1) -> ActiveModel {
    let concerned: Vec<&str> = event.staff_concerned.iter().map(StaffCode::as_str).collect();
    ActiveModel {
        complaint: Set(event.complaint.uuid()),
        number: Set(Some(event.number.to_string())),
        unit: Set(Some(event.unit.to_string())),
        lead: NotSet,
        anonymous: Set(Some(event.anonymous)),
        imported: Set(Some(event.past.is_some())),
        // Until routing decides, what the registration says counts (R8.2).
        restricted: Set(Some(event.is_restricted())),
        concerned: Set(Some(concerned.join(","))),
    }
}

fn assigned(event: &AssignedV1) -> ActiveModel {
    ActiveModel {
        complaint: Set(event.complaint.uuid()),
        number: NotSet,
        unit: Set(Some(event.unit.to_string())),
        lead: Set(Some(event.lead.to_string())),
        anonymous: NotSet,
        imported: Set(Some(event.imported)),
        restricted: Set(Some(event.restricted)),
        concerned: NotSet,
    }
}

/// What is known of a complaint; nothing but blanks where nothing is.
pub(crate) async fn matter<C: ConnectionTrait>(conn: &C, complaint: ComplaintId) -> Result<Matter, StoreError> {
    let row = Entity::find_by_id(complaint.uuid()).only(conn).await?;
    Ok(row.map(Matter::from).unwrap_or_default())
}

/// What is known of many, in no order.
pub(crate) async fn matters<C: ConnectionTrait>(
    conn: &C,
    complaints: impl IntoIterator<Item = ComplaintId>,
) -> Result<Vec<(ComplaintId, Matter)>, StoreError> {
    let ids = complaints.into_iter().map(ComplaintId::uuid);
    let rows = Entity::find().filter(Column::Complaint.is_in(ids)).all(conn).await?;
    let pairs = rows
        .into_iter()
        .map(|row| (ComplaintId::from_uuid(row.complaint), Matter::from(row)));
    Ok(pairs.collect())
}
