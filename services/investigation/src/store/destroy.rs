//! What is removed and emptied when a case's content is destroyed (R8.3).

use huiyin_kernel::CaseId;
use huiyin_store::{Change, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

use super::entity::{cases, custody, evidence, form, paper, statement, step};
use super::entity_waits as waits;

/// The stage of a case whose content is destroyed: the row stays, so that nobody takes the complaint for one that never was.
pub(super) const DESTROYED: &str = "destroyed";

/// Removes what was said, written and collected, and empties the case. Answers how many rows that were.
pub(crate) async fn destroy(change: &Change, case: CaseId) -> Result<u64, StoreError> {
    let (conn, id) = (change.conn(), case.uuid());
    let mut rows = 0;
    macro_rules! remove {
        ($($table:ident),*) => {
            $(rows += $table::Entity::delete_many()
                .filter($table::Column::CaseId.eq(id))
                .exec(conn)
                .await?
                .rows_affected;)*
        };
    }
    remove!(custody, evidence, form, paper, statement, step, waits);
    rows += cases::Entity::update_many()
        .col_expr(cases::Column::Stage, Expr::value(DESTROYED))
        .col_expr(cases::Column::State, Expr::value(""))
        .col_expr(cases::Column::Answered, Expr::value(Option::<String>::None))
        .col_expr(cases::Column::Version, Expr::col(cases::Column::Version).add(1))
        .filter(cases::Column::Id.eq(id))
        .exec(conn)
        .await?
        .rows_affected;
    Ok(rows)
}
