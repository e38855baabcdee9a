//! Redress and opinions: written with the step that changes them.

use huiyin_kernel::CaseId;
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::paper as row;
use crate::domain::Paper;

/// Writes a paper; one that is there takes the new state and keeps its place.
pub(crate) async fn keep_paper(change: &Change, case: CaseId, version: i64, paper: &Paper) -> Result<(), StoreError> {
    let new = row::ActiveModel {
        id: Set(paper.id()),
        case_id: Set(case.uuid()),
        version: Set(version),
        body: Set(serde_json::to_string(paper)?),
    };
    row::Entity::insert(new)
        .on_conflict(
            OnConflict::column(row::Column::Id)
                .update_column(row::Column::Body)
                .to_owned(),
        )
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// A case's papers, the oldest first.
pub(crate) async fn decisions(conn: &impl ConnectionTrait, case: CaseId) -> Result<Vec<Paper>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::Version)
        .order_by_asc(row::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| Ok(serde_json::from_str(&row.body)?))
        .collect()
}
