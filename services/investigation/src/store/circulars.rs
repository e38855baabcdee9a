//! Circulars, and who has acknowledged them (R6.2).

use huiyin_kernel::{Date, UnitCode, UnitPath};
use huiyin_store::{Change, Only, StoreError, instant, micros, within};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::cases::read;
use super::entity_learning::{circular as row, circular_unit as to_row};
use crate::domain::learning::{Addressed, Circular};
use crate::domain::{Mark, Words};

/// Rows that one statement may insert.
const ROWS: usize = 2_000;

/// Keeps a circular with the units that it goes to.
pub(crate) async fn add_circular(change: &Change, circular: &Circular, to: &[Addressed]) -> Result<(), StoreError> {
    let new = row::ActiveModel {
        id: Set(circular.id),
        unit: Set(circular.unit.to_string()),
        title: Set(circular.title.as_str().to_owned()),
        body: Set(circular.text.as_str().to_owned()),
        due: Set(circular.due.to_string()),
        issued_at: Set(micros(circular.issued.at)),
        issuer: Set(serde_json::to_string(&circular.issued.by)?),
        reminded_on: Set(None),
    };
    row::Entity::insert(new).exec_without_returning(change.conn()).await?;
    for chunk in to.chunks(ROWS) {
        let rows = chunk.iter().map(|one| to_row::ActiveModel {
            circular_id: Set(circular.id),
            code: Set(one.unit.code().to_string()),
            path: Set(one.unit.to_string()),
            acknowledged_at: Set(None),
            acknowledger: Set(None),
        });
        to_row::Entity::insert_many(rows)
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

/// A circular.
pub(crate) async fn circular(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Circular>, StoreError> {
    row::Entity::find_by_id(id).only(conn).await?.map(of_row).transpose()
}

/// Circulars that a unit or one below it issued or gets, or all; the latest first.
pub(crate) async fn circulars(
    conn: &impl ConnectionTrait,
    top: Option<&UnitPath>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Circular>, StoreError> {
    let seen = top.map(|top| {
        let gets = Query::select()
            .column(to_row::Column::CircularId)
            .from(to_row::Entity)
            .cond_where(within(to_row::Column::Path, top))
            .to_owned();
        Condition::any()
            .add(within(row::Column::Unit, top))
            .add(Expr::col((row::Entity, row::Column::Id)).in_subquery(gets))
    });
    let conditions = Condition::all()
        .add_option(seen)
        .add_option(after.map(|after| row::Column::Id.lt(after)));
    let rows = row::Entity::find()
        .filter(conditions)
        .order_by_desc(row::Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The units of a subtree, or all, that a circular goes to, by path.
pub(crate) async fn addressed(
    conn: &impl ConnectionTrait,
    circular: Uuid,
    top: Option<&UnitPath>,
) -> Result<Vec<Addressed>, StoreError> {
    let rows = to_row::Entity::find()
        .filter(to_row::Column::CircularId.eq(circular))
        .filter(Condition::all().add_option(top.map(|top| within(to_row::Column::Path, top))))
        .order_by_asc(to_row::Column::Path)
        .all(conn)
        .await?;
    rows.into_iter().map(to_unit).collect()
}

/// To how many units of a subtree, or of all, a circular goes, and how many of them have acknowledged it.
pub(crate) async fn count_addressed(
    conn: &impl ConnectionTrait,
    circular: Uuid,
    top: Option<&UnitPath>,
) -> Result<(u64, u64), StoreError> {
    let units = to_row::Entity::find()
        .filter(to_row::Column::CircularId.eq(circular))
        .filter(Condition::all().add_option(top.map(|top| within(to_row::Column::Path, top))));
    let acknowledged = units.clone().filter(to_row::Column::AcknowledgedAt.is_not_null());
    Ok((units.count(conn).await?, acknowledged.count(conn).await?))
}

/// Whether a circular waits for a unit, wherever that stands now.
pub(crate) async fn waits_for(
    conn: &impl ConnectionTrait,
    circular: Uuid,
    unit: &UnitCode,
) -> Result<bool, StoreError> {
    let row = to_row::Entity::find_by_id((circular, unit.to_string()));
    Ok(row.only(conn).await?.is_some_and(|row| row.acknowledged_at.is_none()))
}

/// A unit that a circular goes to, wherever it stands now. Nobody else acknowledges for it before this change ends.
pub(crate) async fn lock_addressed(
    change: &Change,
    circular: Uuid,
    unit: &UnitCode,
) -> Result<Option<Addressed>, StoreError> {
    let row = to_row::Entity::find_by_id((circular, unit.to_string())).lock_exclusive();
    row.only(change.conn()).await?.map(to_unit).transpose()
}

/// Writes who acknowledged it for a unit.
pub(crate) async fn acknowledge(change: &Change, circular: Uuid, unit: &Addressed) -> Result<(), StoreError> {
    let Some(mark) = &unit.acknowledged else { return Ok(()) };
    to_row::Entity::update_many()
        .col_expr(to_row::Column::AcknowledgedAt, Expr::value(micros(mark.at)))
        .col_expr(
            to_row::Column::Acknowledger,
            Expr::value(serde_json::to_string(&mark.by)?),
        )
        .filter(to_row::Column::CircularId.eq(circular))
        .filter(to_row::Column::Code.eq(unit.unit.code().to_string()))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// Circulars whose day is over and of which nobody was reminded, the oldest first.
pub(crate) async fn overdue_circulars(
    conn: &impl ConnectionTrait,
    today: Date,
    most: u64,
) -> Result<Vec<Circular>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Due.lt(today.to_string()))
        .filter(row::Column::RemindedOn.is_null())
        .order_by_asc(row::Column::Id)
        .limit(most)
        .all(conn)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Notes that units were reminded of a circular; false where somebody else did.
pub(crate) async fn mark_reminded(change: &Change, circular: Uuid, today: Date) -> Result<bool, StoreError> {
    let done = row::Entity::update_many()
        .col_expr(row::Column::RemindedOn, Expr::value(today.to_string()))
        .filter(row::Column::Id.eq(circular))
        .filter(row::Column::RemindedOn.is_null())
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

fn of_row(row: row::Model) -> Result<Circular, StoreError> {
    Ok(Circular {
        id: row.id,
        unit: read(&row.unit)?,
        title: Words::kept(row.title),
        text: Words::kept(row.body),
        due: read(&row.due)?,
        issued: Mark {
            by: serde_json::from_str(&row.issuer)?,
            at: instant(row.issued_at),
        },
    })
}

fn to_unit(row: to_row::Model) -> Result<Addressed, StoreError> {
    let acknowledged = match (row.acknowledged_at, row.acknowledger) {
        (Some(at), Some(by)) => Some(Mark {
            by: serde_json::from_str(&by)?,
            at: instant(at),
        }),
        _ => None,
    };
    Ok(Addressed {
        unit: read(&row.path)?,
        acknowledged,
    })
}
