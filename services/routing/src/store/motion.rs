//! Units as they were, changes that wait for their day, and where what is open stands.

use std::collections::{BTreeSet, HashMap, HashSet};

use huiyin_kernel::{ComplaintId, Date, UnitCode, UnitPath};
use huiyin_store::{Change, StoreError, instant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::{complaint, order, post, staff, unit_version};
use super::{ROWS, read};
use crate::domain::follow::Places;
use crate::domain::motion::{History, Version, begins};
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
        pending: super::changes::pending(conn, None).await?,
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

/// The places where orders are open, and those that open complaints are about.
pub(crate) async fn places(conn: &impl ConnectionTrait) -> Result<Places, StoreError> {
    let led = order::Entity::find()
        .select_only()
        .column(order::Column::Lead)
        .distinct()
        .filter(order::Column::Stage.is_in(["served", "accepted"]));
    let about = complaint::Entity::find()
        .select_only()
        .column(complaint::Column::Unit)
        .distinct()
        .filter(complaint::Column::EndedAt.is_null());
    let led: Vec<String> = led.into_tuple().all(conn).await?;
    let about: Vec<String> = about.into_tuple().all(conn).await?;
    Ok(Places {
        led: led.iter().map(|path| read(path)).collect::<Result<_, _>>()?,
        about: about.iter().map(|path| read(path)).collect::<Result<_, _>>()?,
    })
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

/// Puts the staff of a unit that is gone into another, with the posts that they have there. They do not lead there.
pub(crate) async fn move_staff(change: &Change, from: &UnitCode, to: &UnitCode) -> Result<usize, StoreError> {
    let there = super::staff::of_unit(change.conn(), from).await?;
    let moved: Vec<_> = there.into_iter().map(|member| member.follow(from, to)).collect();
    super::staff::write(change, &moved).await?;
    Ok(moved.len())
}

/// The units that staff are in.
pub(crate) async fn staffed(conn: &impl ConnectionTrait) -> Result<HashSet<UnitCode>, StoreError> {
    let find = staff::Entity::find()
        .select_only()
        .column(staff::Column::Unit)
        .distinct();
    let further = post::Entity::find().select_only().column(post::Column::Unit).distinct();
    let mut codes: Vec<String> = find.into_tuple().all(conn).await?;
    codes.extend(further.into_tuple::<String>().all(conn).await?);
    codes.iter().map(|code| read(code)).collect()
}
