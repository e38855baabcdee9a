//! The organisation's units, as routing said them last.

use std::collections::{BTreeMap, BTreeSet};

use huiyin_contracts::events::organisation::UnitV1;
use huiyin_kernel::{StaffCode, UnitCode, UnitPath};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::cases::{read, unreadable};
use super::entity::unit as row;

/// Rows that one statement may insert.
const ROWS: usize = 5_000;

/// What a case needs to know of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Its name.
    pub(crate) name: String,
    /// Its level (R2.1): a code of the policy pack.
    pub(crate) level: String,
    /// The duties that the directory gives it (R2.2).
    pub(crate) duties: Vec<String>,
}

/// A unit, where routing has named it. A closed one stays: history keeps it (R2.1).
pub(crate) async fn unit(conn: &impl ConnectionTrait, path: &UnitPath) -> Result<Option<Unit>, StoreError> {
    let row = row::Entity::find_by_id(path.code().as_str()).only(conn).await?;
    Ok(row.map(|row| Unit {
        name: row.name,
        level: row.level,
        duties: row.duties.split_whitespace().map(str::to_owned).collect(),
    }))
}

/// The first responsible persons of these units (R2.3), of those where the directory names one.
pub(crate) async fn heads(
    conn: &impl ConnectionTrait,
    units: &[UnitPath],
) -> Result<BTreeMap<UnitPath, StaffCode>, StoreError> {
    let codes = units.iter().map(|unit| unit.code().as_str().to_owned());
    let rows = row::Entity::find()
        .filter(row::Column::Code.is_in(codes))
        .all(conn)
        .await?;
    let mut heads = BTreeMap::new();
    for unit in rows {
        if let Some(code) = &unit.responsible {
            heads.insert(read(&unit.path)?, StaffCode::new(code).map_err(unreadable)?);
        }
    }
    Ok(heads)
}

/// The units that are in the tree now.
pub(crate) async fn open_units(conn: &impl ConnectionTrait) -> Result<BTreeSet<UnitPath>, StoreError> {
    let paths: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::Path)
        .filter(row::Column::Closed.eq(false))
        .into_tuple()
        .all(conn)
        .await?;
    paths.iter().map(|path| read(path)).collect()
}

/// The duties that the directory gives to any unit.
pub(crate) async fn duties_given(conn: &impl ConnectionTrait) -> Result<BTreeSet<String>, StoreError> {
    let given: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::Duties)
        .distinct()
        .filter(row::Column::Duties.ne(""))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(given
        .iter()
        .flat_map(|duties| duties.split_whitespace())
        .map(str::to_owned)
        .collect())
}

/// Takes what routing says.
pub(crate) async fn change_units(change: &Change, units: &[UnitV1], closed: &[UnitCode]) -> Result<(), StoreError> {
    for chunk in closed.chunks(ROWS) {
        row::Entity::update_many()
            .col_expr(row::Column::Closed, Expr::value(true))
            .filter(row::Column::Code.is_in(chunk.iter().map(|code| code.as_str().to_owned())))
            .exec(change.conn())
            .await?;
    }
    let columns = [
        row::Column::Path,
        row::Column::Name,
        row::Column::Level,
        row::Column::Duties,
        row::Column::Closed,
        row::Column::Responsible,
    ];
    for chunk in units.chunks(ROWS) {
        row::Entity::insert_many(chunk.iter().map(values))
            .on_conflict(OnConflict::column(row::Column::Code).update_columns(columns).to_owned())
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

fn values(unit: &UnitV1) -> row::ActiveModel {
    row::ActiveModel {
        code: Set(unit.path.code().to_string()),
        path: Set(unit.path.to_string()),
        name: Set(unit.name.clone()),
        level: Set(unit.level.clone()),
        duties: Set(unit.duties.join(" ")),
        closed: Set(!unit.open),
        responsible: Set(unit.responsible.as_ref().map(|code| code.as_str().to_owned())),
    }
}
