//! A unit and all below it, in a query.

use huiyin_kernel::UnitPath;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait, Condition};

/// Rows whose path is this unit or one below it.
#[must_use]
pub fn within(column: impl ColumnTrait, top: &UnitPath) -> Condition {
    // `_` may stand in a code, and would match any letter.
    let below = format!("{}.%", top.as_str().replace('_', "\\_"));
    Condition::any()
        .add(column.eq(top.as_str()))
        .add(column.like(LikeExpr::new(below).escape('\\')))
}
