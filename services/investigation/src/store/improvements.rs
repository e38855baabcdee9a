//! Improvements (R6.2).

use huiyin_kernel::UnitPath;
use huiyin_store::{Change, Only, StoreError, instant, micros, within};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::cases::{read, unreadable};
use super::entity_learning::improvement as row;
use crate::domain::learning::Improvement;
use crate::domain::{Code, Mark, Words};

/// Writes an improvement; one that is there takes the new stage.
pub(crate) async fn keep_improvement(change: &Change, one: &Improvement) -> Result<(), StoreError> {
    let new = row::ActiveModel {
        id: Set(one.id),
        unit: Set(one.unit.to_string()),
        owner: Set(one.owner.to_string()),
        reach: Set(one.reach.to_string()),
        cause: Set(one.cause.as_str().to_owned()),
        title: Set(one.title.as_str().to_owned()),
        what: Set(one.what.as_str().to_owned()),
        due: Set(one.due.to_string()),
        proposed_at: Set(micros(one.proposed.at)),
        proposer: Set(serde_json::to_string(&one.proposed.by)?),
        state: Set(one.state().to_owned()),
        stage: Set(serde_json::to_string(&one.stage)?),
    };
    let stage = [row::Column::State, row::Column::Stage];
    row::Entity::insert(new)
        .on_conflict(OnConflict::column(row::Column::Id).update_columns(stage).to_owned())
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// An improvement.
pub(crate) async fn improvement(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Improvement>, StoreError> {
    row::Entity::find_by_id(id).only(conn).await?.map(of_row).transpose()
}

/// An improvement, for changing it: nobody else does before this change ends.
pub(crate) async fn lock_improvement(change: &Change, id: Uuid) -> Result<Option<Improvement>, StoreError> {
    let row = row::Entity::find_by_id(id).lock_exclusive();
    row.only(change.conn()).await?.map(of_row).transpose()
}

/// Improvements that a unit or one below it proposed or owns, or all; in this state; the latest first.
pub(crate) async fn improvements(
    conn: &impl ConnectionTrait,
    top: Option<&UnitPath>,
    state: Option<&str>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Improvement>, StoreError> {
    let seen = top.map(|top| {
        Condition::any()
            .add(within(row::Column::Owner, top))
            .add(within(row::Column::Unit, top))
    });
    let conditions = Condition::all()
        .add_option(seen)
        .add_option(state.map(|state| row::Column::State.eq(state)))
        .add_option(after.map(|after| row::Column::Id.lt(after)));
    let rows = row::Entity::find()
        .filter(conditions)
        .order_by_desc(row::Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(of_row).collect()
}

fn of_row(row: row::Model) -> Result<Improvement, StoreError> {
    Ok(Improvement {
        id: row.id,
        unit: read(&row.unit)?,
        owner: read(&row.owner)?,
        reach: read(&row.reach)?,
        cause: Code::new(&row.cause).map_err(unreadable)?,
        title: Words::kept(row.title),
        what: Words::kept(row.what),
        due: read(&row.due)?,
        proposed: Mark {
            by: serde_json::from_str(&row.proposer)?,
            at: instant(row.proposed_at),
        },
        stage: serde_json::from_str(&row.stage)?,
    })
}
