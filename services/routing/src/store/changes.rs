//! Dated changes of units: those that wait for their day, took effect, or could not.

use huiyin_kernel::{Date, Timestamp, UnitCode};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::unit_change;
use super::{ROWS, broken, read};
use crate::domain::motion::{Act, UnitChange};

/// Changes that wait for their day, in their order; those alone whose day has begun by an instant.
pub(crate) async fn pending(conn: &impl ConnectionTrait, by: Option<Timestamp>) -> Result<Vec<UnitChange>, StoreError> {
    let mut find = unit_change::Entity::find().filter(unit_change::Column::DoneAt.is_null());
    if let Some(by) = by {
        find = find.filter(unit_change::Column::At.lte(micros(by)));
    }
    let rows = find
        .order_by_asc(unit_change::Column::Day)
        .order_by_asc(unit_change::Column::At)
        .all(conn)
        .await?;
    let mut changes: Vec<UnitChange> = rows.into_iter().map(to_change).collect::<Result<_, _>>()?;
    // What opens on a day can be moved to on that day; what closes does so last.
    changes.sort_by_key(|change| (change.day, rank(&change.act)));
    Ok(changes)
}

fn rank(act: &Act) -> u8 {
    match act {
        Act::Open { .. } => 0,
        Act::Rename { .. } => 1,
        Act::Move { .. } => 2,
        Act::Merge { .. } => 3,
        Act::Close => 4,
    }
}

fn to_change(row: unit_change::Model) -> Result<UnitChange, StoreError> {
    let other = row.other.as_deref().map(read::<UnitCode>).transpose()?;
    let act = match (row.kind.as_str(), other, row.name) {
        ("open", Some(above), Some(name)) => Act::Open {
            node: row.node.unwrap_or_else(|| row.unit.clone()),
            name,
            level: row.level.unwrap_or_default(),
            above,
        },
        ("rename", _, Some(name)) => Act::Rename { name },
        ("move", Some(above), _) => Act::Move { above },
        ("merge", Some(into), _) => Act::Merge { into },
        ("close", ..) => Act::Close,
        (other, ..) => return Err(broken(other)),
    };
    Ok(UnitChange {
        line: 0,
        unit: read(&row.unit)?,
        day: read(&row.day)?,
        at: instant(row.at),
        act,
    })
}

/// Writes changes down: to wait for their day, or done at an instant, or refused with a sentence.
pub(crate) async fn write_changes(
    change: &Change,
    changes: &[UnitChange],
    done: Option<Timestamp>,
    refused: Option<&str>,
) -> Result<(), StoreError> {
    for chunk in changes.chunks(ROWS) {
        let mut again = OnConflict::columns([unit_change::Column::Unit, unit_change::Column::Day]);
        again.update_columns([
            unit_change::Column::Kind,
            unit_change::Column::Name,
            unit_change::Column::Level,
            unit_change::Column::Node,
            unit_change::Column::Other,
            unit_change::Column::At,
            unit_change::Column::DoneAt,
            unit_change::Column::Refused,
        ]);
        let rows = chunk.iter().map(|one| change_row(one, done, refused));
        let insert = unit_change::Entity::insert_many(rows).on_conflict(again);
        insert.exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

/// Takes back a change that waits; tells whether there was one.
pub(crate) async fn withdraw(change: &Change, unit: &UnitCode, day: Date) -> Result<bool, StoreError> {
    let done = unit_change::Entity::delete_many()
        .filter(unit_change::Column::Unit.eq(unit.as_str()))
        .filter(unit_change::Column::Day.eq(day.to_string()))
        .filter(unit_change::Column::DoneAt.is_null())
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected > 0)
}

fn change_row(change: &UnitChange, done: Option<Timestamp>, refused: Option<&str>) -> unit_change::ActiveModel {
    let (name, level, node, other) = match &change.act {
        Act::Open {
            node,
            name,
            level,
            above,
        } => (Some(name), Some(level), Some(node), Some(above)),
        Act::Rename { name } => (Some(name), None, None, None),
        Act::Move { above: other } | Act::Merge { into: other } => (None, None, None, Some(other)),
        Act::Close => (None, None, None, None),
    };
    unit_change::ActiveModel {
        unit: Set(change.unit.to_string()),
        day: Set(change.day.to_string()),
        kind: Set(change.act.word().to_owned()),
        name: Set(name.cloned()),
        level: Set(level.cloned()),
        node: Set(node.cloned()),
        other: Set(other.map(ToString::to_string)),
        at: Set(micros(change.at)),
        done_at: Set(done.map(micros)),
        refused: Set(refused.map(str::to_owned)),
    }
}
