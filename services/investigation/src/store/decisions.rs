//! Redress and opinions: written with the step that changes them.

use huiyin_kernel::CaseId;
use huiyin_store::{Change, Sealing, StoreError, is_sealed};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use uuid::Uuid;

use super::entity::paper as row;
use crate::domain::Paper;

const BODY: (&str, &str) = ("paper", "body");

/// What is bound to a paper.
fn bound(case: Uuid, id: Uuid) -> Vec<u8> {
    format!("{case} {id}").into_bytes()
}

/// Writes a paper; one that is there takes the new state and keeps its place.
pub(crate) async fn keep_paper(
    change: &Change,
    sealing: &Sealing,
    case: CaseId,
    version: i64,
    paper: &Paper,
) -> Result<(), StoreError> {
    let body = serde_json::to_string(paper)?;
    let body = sealing.seal_text(BODY, &bound(case.uuid(), paper.id()), &body, change.store().ids())?;
    let new = row::ActiveModel {
        id: Set(paper.id()),
        case_id: Set(case.uuid()),
        version: Set(version),
        body: Set(body),
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
pub(crate) async fn decisions(
    conn: &impl ConnectionTrait,
    sealing: &Sealing,
    case: CaseId,
) -> Result<Vec<Paper>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::Version)
        .order_by_asc(row::Column::Id)
        .all(conn)
        .await?;
    let mut papers = Vec::with_capacity(rows.len());
    for row in rows {
        // Once they are destroyed there are none.
        if let Some(body) = sealing.open_text(BODY, &bound(row.case_id, row.id), &row.body)? {
            papers.push(serde_json::from_str(&body)?);
        }
    }
    Ok(papers)
}

/// Seals the papers of a case that stand in clear.
pub(super) async fn seal_old(change: &Change, sealing: &Sealing, case: CaseId) -> Result<(), StoreError> {
    let of_case = row::Entity::find().filter(row::Column::CaseId.eq(case.uuid()));
    let rows = of_case.all(change.conn()).await?;
    for old in rows.into_iter().filter(|old| !is_sealed(&old.body)) {
        let body = sealing.seal_text(BODY, &bound(old.case_id, old.id), &old.body, change.store().ids())?;
        row::Entity::update_many()
            .col_expr(row::Column::Body, Expr::value(body))
            .filter(row::Column::Id.eq(old.id))
            .exec(change.conn())
            .await?;
    }
    Ok(())
}
