//! Improvements that are done, and the complaints of their root cause.

use huiyin_kernel::{Date, UnitPath};
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Statement};

use super::entity::improvement::{ActiveModel, Column, Entity, Model};
use crate::domain::effect::Done;
use crate::domain::sight::Sight;

/// Keeps an improvement that is done.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn apply_done(change: &Change, done: Done) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(done.improvement),
        owner: Set(done.owner.to_string()),
        reach: Set(done.reach.to_string()),
        cause: Set(done.cause),
        done_on: Set(done.on.to_string()),
    };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Id).update_column(Column::DoneOn).to_owned())
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Those whose reach lies in the subtree `$1`, all where it is empty.
const DONE: &str = "SELECT id, owner, reach, cause, done_on FROM improvement \
     WHERE $1 = '' OR reach = $1 OR SUBSTR(reach, 1, LENGTH($1) + 1) = $1 || '.' \
     ORDER BY done_on DESC, id DESC LIMIT $2";

/// Improvements whose reach lies within what the caller counts, those done last first.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn improvements<C: ConnectionTrait>(
    conn: &C,
    sight: &Sight,
    limit: u64,
) -> Result<Vec<Done>, StoreError> {
    let top = sight.top.as_ref().map(ToString::to_string).unwrap_or_default();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let asked = Statement::from_sql_and_values(conn.get_database_backend(), DONE, [top.into(), limit.into()]);
    let rows = Model::find_by_statement(asked).all(conn).await?;
    rows.into_iter().map(read).collect()
}

/// Complaints of this root cause, or of a branch of causes, about this unit or one below it, that were received in these days: as far as the caller counts them.
const SQL: &str = "SELECT COUNT(*) AS received FROM fact WHERE (root_cause = $1 OR cause_one = $1 OR cause_two = $1) AND received_on BETWEEN $2 AND $3 \
     AND (unit = $4 OR SUBSTR(unit, 1, LENGTH($4) + 1) = $4 || '.') AND ($5 OR NOT COALESCE(restricted, FALSE))";

/// How many complaints of an improvement's root cause came in these days.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn received<C: ConnectionTrait>(
    conn: &C,
    done: &Done,
    (from, to): (Date, Date),
    sight: &Sight,
) -> Result<u64, StoreError> {
    let values = [
        done.cause.as_str().into(),
        from.to_string().into(),
        to.to_string().into(),
        done.reach.to_string().into(),
        sight.restricted.into(),
    ];
    let asked = Statement::from_sql_and_values(conn.get_database_backend(), SQL, values);
    let row = conn.query_one_raw(asked).await?;
    let count: i64 = row.map(|row| row.try_get("", "received")).transpose()?.unwrap_or(0);
    Ok(u64::try_from(count).unwrap_or(0))
}

fn read(row: Model) -> Result<Done, StoreError> {
    let path = |text: &str| -> Result<UnitPath, DbErr> {
        text.parse()
            .map_err(|error| DbErr::Custom(format!("improvement: {error}")))
    };
    let on = row.done_on.parse();
    Ok(Done {
        improvement: row.id,
        owner: path(&row.owner)?,
        reach: path(&row.reach)?,
        cause: row.cause,
        on: on.map_err(|error: jiff::Error| DbErr::Custom(format!("improvement.done_on: {error}")))?,
    })
}
