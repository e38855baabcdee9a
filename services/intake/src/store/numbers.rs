//! The sequence of complaint numbers (R3.3).

use huiyin_kernel::{Date, UnitCode};
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{Alias, OnConflict};
use sea_orm::{EntityTrait, ExprTrait};

use super::entity::given_number::{ActiveModel, Column, Entity};

/// Takes `count` ordinals of a unit, date and series; answers the first. Others wait until this change ends, and one that is undone
/// gives its ordinals back.
pub(crate) async fn next_ordinals(
    change: &Change,
    unit: &UnitCode,
    date: Date,
    series: u8,
    count: u32,
) -> Result<u32, StoreError> {
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    let row = ActiveModel {
        unit: Set(unit.to_string()),
        date: Set(date.to_string()),
        series: Set(i16::from(series)),
        last: Set(count),
    };
    let sum = Expr::col((Entity, Column::Last)).add(Expr::col((Alias::new("excluded"), Column::Last)));
    let taken = Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::Unit, Column::Date, Column::Series])
                .value(Column::Last, sum)
                .to_owned(),
        )
        .exec_with_returning(change.conn())
        .await?;
    Ok(u32::try_from(taken.last - count + 1).unwrap_or(1))
}
