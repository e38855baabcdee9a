//! The organisation's units, as routing said them last.

use huiyin_contracts::events::organisation::UnitV1;
use huiyin_kernel::{UnitCode, UnitPath};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::book;
use super::entity::unit::{ActiveModel, Column, Entity, Model};
use super::row::unreadable;
use crate::domain::unit::{Directory, Unit};

/// Rows that one statement may insert: SQLite takes 32 766 values, a unit has 6.
const ROWS: usize = 5_000;

/// The units with these codes, and the root.
pub(crate) async fn directory(conn: &impl ConnectionTrait, codes: &[UnitCode]) -> Result<Directory, StoreError> {
    let wanted = Condition::any()
        .add(Column::Code.is_in(codes.iter().map(UnitCode::as_str)))
        .add(Condition::all().add(Column::Root.eq(true)).add(Column::Open.eq(true)));
    let mut directory = Directory::default();
    for row in Entity::find().filter(wanted).all(conn).await? {
        let (root, unit) = (row.root && row.open, unit(row)?);
        if root && directory.root.as_ref().is_none_or(|known| unit.path < known.path) {
            directory.root = Some(unit.clone());
        }
        directory.named.insert(unit.path.code(), unit);
    }
    Ok(directory)
}

/// The units with these codes, closed ones too.
pub(crate) async fn units(conn: &impl ConnectionTrait, codes: &[UnitCode]) -> Result<Vec<Unit>, StoreError> {
    let wanted = Column::Code.is_in(codes.iter().map(UnitCode::as_str));
    let rows = Entity::find().filter(wanted).all(conn).await?;
    rows.into_iter().map(unit).collect()
}

/// A unit's name; its code where the directory has lost it.
pub(crate) async fn name_of(conn: &impl ConnectionTrait, path: &UnitPath) -> Result<String, StoreError> {
    let code = path.code();
    let found = Entity::find_by_id(code.as_str()).only(conn).await?;
    Ok(found.map_or_else(|| code.to_string(), |unit| unit.name))
}

/// Takes what routing says. A closed unit stays: history keeps it (R2.1).
pub(crate) async fn change_units(change: &Change, units: &[UnitV1], closed: &[UnitCode]) -> Result<(), StoreError> {
    for chunk in units.chunks(ROWS) {
        Entity::insert_many(chunk.iter().map(row))
            .on_conflict(
                OnConflict::column(Column::Code)
                    .update_columns([Column::Path, Column::Name, Column::TimeZone, Column::Open, Column::Root])
                    .to_owned(),
            )
            .exec_without_returning(change.conn())
            .await?;
        move_books(change, chunk).await?;
    }
    for chunk in closed.chunks(ROWS) {
        Entity::update_many()
            .col_expr(Column::Open, Expr::value(false))
            .filter(Column::Code.is_in(chunk.iter().map(UnitCode::as_str)))
            .exec(change.conn())
            .await?;
    }
    Ok(())
}

/// Opinion books stand where their units stand.
async fn move_books(change: &Change, units: &[UnitV1]) -> Result<(), StoreError> {
    let codes = || units.iter().map(|unit| unit.path.code().to_string());
    let moved = book::Entity::find().filter(book::Column::Unit.is_in(codes()));
    for kept in moved.all(change.conn()).await? {
        let now = units.iter().find(|unit| unit.path.code().as_str() == kept.unit);
        if let Some(now) = now.filter(|now| now.path.as_str() != kept.path) {
            book::Entity::update_many()
                .col_expr(book::Column::Path, Expr::value(now.path.to_string()))
                .filter(book::Column::Id.eq(kept.id))
                .exec(change.conn())
                .await?;
        }
    }
    Ok(())
}

fn row(unit: &UnitV1) -> ActiveModel {
    ActiveModel {
        code: Set(unit.path.code().to_string()),
        path: Set(unit.path.to_string()),
        name: Set(unit.name.clone()),
        time_zone: Set(unit.time_zone.clone()),
        open: Set(unit.open),
        root: Set(unit.path.parent().is_none()),
    }
}

fn unit(row: Model) -> Result<Unit, StoreError> {
    Ok(Unit {
        path: UnitPath::new(row.path).map_err(|error| unreadable(&error))?,
        name: row.name,
        time_zone: row.time_zone,
        open: row.open,
    })
}
