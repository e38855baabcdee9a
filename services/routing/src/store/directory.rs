//! The units, and which version of the directory they are.

use huiyin_kernel::StaffCode;
use huiyin_store::{Change, Only, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

use super::entity::{directory, unit};
use super::{ROWS, read};
use crate::domain::unit::{Unit, UnitState};

/// Which version of the directory the units are; rises with every change.
pub(crate) async fn version(conn: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let row = directory::Entity::find_by_id(1).only(conn).await?;
    Ok(row.map_or(0, |row| row.version))
}

/// The same, held until the change ends: imports come one after the other.
pub(crate) async fn hold(change: &Change) -> Result<(), StoreError> {
    directory::Entity::find_by_id(1)
        .lock_exclusive()
        .one(change.conn())
        .await?;
    Ok(())
}

/// Every unit, closed ones too.
pub(crate) async fn units(conn: &impl ConnectionTrait) -> Result<Vec<Unit>, StoreError> {
    let rows = unit::Entity::find().all(conn).await?;
    rows.into_iter().map(to_unit).collect()
}

/// Writes units as they are from now on.
pub(crate) async fn write(change: &Change, units: &[Unit]) -> Result<(), StoreError> {
    for chunk in units.chunks(ROWS) {
        let mut again = OnConflict::column(unit::Column::Code);
        again.update_columns([
            unit::Column::Node,
            unit::Column::Path,
            unit::Column::Level,
            unit::Column::Name,
            unit::Column::City,
            unit::Column::Address,
            unit::Column::Origin,
            unit::Column::TimeZone,
            unit::Column::Duties,
            unit::Column::Contact1,
            unit::Column::Contact2,
            unit::Column::Responsible,
            unit::Column::ClosedAt,
            unit::Column::Successor,
        ]);
        let insert = unit::Entity::insert_many(chunk.iter().map(to_row)).on_conflict(again);
        insert.exec_without_returning(change.conn()).await?;
    }
    let next = Expr::col(directory::Column::Version).add(1);
    directory::Entity::update_many()
        .col_expr(directory::Column::Version, next)
        .exec(change.conn())
        .await?;
    Ok(())
}

fn to_row(unit: &Unit) -> unit::ActiveModel {
    let code = |code: &Option<StaffCode>| Set(code.as_ref().map(ToString::to_string));
    unit::ActiveModel {
        code: Set(unit.code.to_string()),
        node: Set(unit.node.clone()),
        path: Set(unit.path.to_string()),
        level: Set(unit.level.clone()),
        name: Set(unit.name.clone()),
        city: Set(unit.city.clone()),
        address: Set(unit.address.clone()),
        origin: Set(unit.origin.clone()),
        time_zone: Set(unit.time_zone.clone()),
        duties: Set(unit.duties.join(" ")),
        contact_1: code(&unit.contact_1),
        contact_2: code(&unit.contact_2),
        responsible: code(&unit.responsible),
        closed_at: Set(match unit.state {
            UnitState::Open => None,
            UnitState::Closed { at } => Some(micros(at)),
        }),
        successor: Set(unit.successor.as_ref().map(ToString::to_string)),
    }
}

fn to_unit(row: unit::Model) -> Result<Unit, StoreError> {
    let staff = |code: Option<String>| {
        code.map(|code| StaffCode::new(code).map_err(|error| super::broken(&error.to_string())))
            .transpose()
    };
    Ok(Unit {
        code: read(&row.code)?,
        node: row.node,
        path: read(&row.path)?,
        level: row.level,
        name: row.name,
        city: row.city,
        address: row.address,
        origin: row.origin,
        time_zone: row.time_zone,
        duties: row.duties.split_whitespace().map(str::to_owned).collect(),
        contact_1: staff(row.contact_1)?,
        contact_2: staff(row.contact_2)?,
        responsible: staff(row.responsible)?,
        state: row
            .closed_at
            .map_or(UnitState::Open, |at| UnitState::Closed { at: instant(at) }),
        successor: row.successor.as_deref().map(read).transpose()?,
    })
}
