//! Who heads a unit (R2.3).

use huiyin_kernel::{StaffCode, UnitCode};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait};

use super::entity::head::{ActiveModel, Column, Entity};
use crate::domain::head::Headed;

/// Rows of one statement: both databases take that many values.
const ROWS: usize = 500;

/// Keeps who heads units from now on.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn apply_heads(change: &Change, heads: &[Headed]) -> Result<(), StoreError> {
    for chunk in heads.chunks(ROWS) {
        let rows = chunk.iter().map(|one| ActiveModel {
            unit: Set(one.unit.to_string()),
            staff: Set(one.head.as_ref().map(ToString::to_string)),
        });
        Entity::insert_many(rows)
            .on_conflict(OnConflict::column(Column::Unit).update_column(Column::Staff).to_owned())
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

/// Who heads a unit; nobody where that was not told.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn of_unit(conn: &impl ConnectionTrait, unit: &UnitCode) -> Result<Option<StaffCode>, StoreError> {
    let row = Entity::find_by_id(unit.to_string()).only(conn).await?;
    let staff = row.and_then(|row| row.staff);
    // Codes were checked when the event was heard.
    Ok(staff.and_then(|code| StaffCode::new(code).ok()))
}
