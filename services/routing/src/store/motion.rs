//! Units as they were, changes that wait for their day, and where what is open stands.

use std::collections::{BTreeSet, HashMap, HashSet};

use huiyin_kernel::{ComplaintId, Date, Timestamp, UnitCode, UnitPath};
use huiyin_store::{Change, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::{complaint, order, staff, unit_change, unit_version};
use super::{ROWS, broken, read};
use crate::domain::motion::{Act, History, UnitChange, Version, begins};
use crate::domain::unit::{Unit, UnitState};

/// Writes units as they were from a day on; of one unit and day the last counts.
pub(crate) async fn write_versions(change: &Change, versions: &[Version]) -> Result<(), StoreError> {
    let mut last: HashMap<(&UnitCode, Date), &Version> = HashMap::new();
    for version in versions {
        last.insert((&version.unit.code, version.day), version);
    }
    let rows: Vec<_> = last.into_values().map(version_row).collect();
    for chunk in rows.chunks(ROWS) {
        let mut again = OnConflict::columns([unit_version::Column::Code, unit_version::Column::Day]);
        again.update_columns([
            unit_version::Column::Name,
            unit_version::Column::Path,
            unit_version::Column::Level,
            unit_version::Column::Open,
            unit_version::Column::Successor,
        ]);
        let insert = unit_version::Entity::insert_many(chunk.iter().cloned()).on_conflict(again);
        insert.exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

fn version_row(version: &Version) -> unit_version::ActiveModel {
    let unit = &version.unit;
    unit_version::ActiveModel {
        code: Set(unit.code.to_string()),
        day: Set(version.day.to_string()),
        name: Set(unit.name.clone()),
        path: Set(unit.path.to_string()),
        level: Set(unit.level.clone()),
        open: Set(unit.is_open()),
        successor: Set(unit.successor.as_ref().map(ToString::to_string)),
    }
}

/// The units as they were on a day: those that had opened by then, with the name, the place and the level of that day.
pub(crate) async fn units_on(
    conn: &impl ConnectionTrait,
    day: Date,
    present: &[Unit],
) -> Result<Vec<Unit>, StoreError> {
    let find = unit_version::Entity::find().filter(unit_version::Column::Day.lte(day.to_string()));
    let rows = find.order_by_asc(unit_version::Column::Day).all(conn).await?;
    let known: HashMap<&str, &Unit> = present.iter().map(|unit| (unit.code.as_str(), unit)).collect();
    let mut units: HashMap<String, Unit> = HashMap::new();
    for row in rows {
        let Some(unit) = known.get(row.code.as_str()) else {
            continue;
        };
        let state = if row.open {
            UnitState::Open
        } else {
            UnitState::Closed {
                at: begins(read(&row.day)?, &unit.time_zone),
            }
        };
        let then = Unit {
            name: row.name,
            path: read(&row.path)?,
            level: row.level,
            state,
            successor: row.successor.as_deref().map(read).transpose()?,
            ..(*unit).clone()
        };
        units.insert(row.code, then);
    }
    Ok(units.into_values().collect())
}

/// What happened so far that a change dated back must not contradict.
pub(crate) async fn history(conn: &impl ConnectionTrait) -> Result<History, StoreError> {
    let last = unit_version::Entity::find()
        .select_only()
        .column(unit_version::Column::Code)
        .column_as(unit_version::Column::Day.max(), "day")
        .group_by(unit_version::Column::Code);
    let days: Vec<(String, String)> = last.into_tuple().all(conn).await?;
    let served = order::Entity::find()
        .select_only()
        .column(order::Column::Lead)
        .column_as(order::Column::ServedAt.max(), "served")
        .group_by(order::Column::Lead);
    let served: Vec<(String, i64)> = served.into_tuple().all(conn).await?;
    let mut history = History {
        pending: pending(conn, None).await?,
        ..History::default()
    };
    for (code, day) in days {
        history.changed.insert(read(&code)?, read(&day)?);
    }
    for (lead, at) in served {
        let code = read::<UnitPath>(&lead)?.code();
        let last = history.served.entry(code).or_insert(instant(at));
        *last = (*last).max(instant(at));
    }
    Ok(history)
}

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

/// Complaints with an open order at one of these places, or open and about one of them.
pub(crate) async fn at_places(
    conn: &impl ConnectionTrait,
    places: &[&UnitPath],
) -> Result<BTreeSet<ComplaintId>, StoreError> {
    let mut found = BTreeSet::new();
    for chunk in places.chunks(ROWS) {
        let texts = || chunk.iter().map(|path| path.as_str());
        let led = order::Entity::find()
            .select_only()
            .column(order::Column::Complaint)
            .filter(order::Column::Lead.is_in(texts()))
            .filter(order::Column::Stage.is_in(["served", "accepted"]));
        let about = complaint::Entity::find()
            .select_only()
            .column(complaint::Column::Id)
            .filter(complaint::Column::Unit.is_in(texts()))
            .filter(complaint::Column::EndedAt.is_null());
        let led: Vec<Uuid> = led.into_tuple().all(conn).await?;
        let about: Vec<Uuid> = about.into_tuple().all(conn).await?;
        found.extend(led.into_iter().chain(about).map(ComplaintId::from_uuid));
    }
    Ok(found)
}

/// How many orders are open at each place.
pub(crate) async fn open_at(conn: &impl ConnectionTrait) -> Result<HashMap<UnitPath, usize>, StoreError> {
    let find = order::Entity::find()
        .select_only()
        .column(order::Column::Lead)
        .column_as(order::Column::Complaint.into_expr().count_distinct(), "open")
        .filter(order::Column::Stage.is_in(["served", "accepted"]))
        .group_by(order::Column::Lead);
    let rows: Vec<(String, i64)> = find.into_tuple().all(conn).await?;
    rows.into_iter()
        .map(|(lead, open)| Ok((read(&lead)?, usize::try_from(open).unwrap_or(0))))
        .collect()
}

/// Puts the staff of a unit that is gone into another. They do not lead there.
pub(crate) async fn move_staff(change: &Change, from: &UnitCode, to: &UnitCode) -> Result<u64, StoreError> {
    let update = staff::Entity::update_many()
        .col_expr(staff::Column::Unit, Expr::value(to.as_str()))
        .col_expr(staff::Column::Leader, Expr::value(false));
    let done = update
        .filter(staff::Column::Unit.eq(from.as_str()))
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected)
}

/// The units that staff are in.
pub(crate) async fn staffed(conn: &impl ConnectionTrait) -> Result<HashSet<UnitCode>, StoreError> {
    let find = staff::Entity::find()
        .select_only()
        .column(staff::Column::Unit)
        .distinct();
    let codes: Vec<String> = find.into_tuple().all(conn).await?;
    codes.iter().map(|code| read(code)).collect()
}
