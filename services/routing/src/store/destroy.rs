//! What is emptied when a complaint's content is destroyed (R8.3).

use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{ledger, order};

/// Empties the words that people gave with orders and with the clocks' time. Answers how many rows that were.
pub(crate) async fn destroy(change: &Change, complaint: ComplaintId) -> Result<u64, StoreError> {
    let orders = order::Entity::update_many()
        .col_expr(order::Column::Reason, Expr::value(Option::<String>::None))
        .col_expr(order::Column::Supplied, Expr::value(Option::<String>::None))
        .filter(order::Column::Complaint.eq(complaint.uuid()))
        .exec(change.conn())
        .await?;
    let delays = ledger::Entity::update_many()
        .col_expr(ledger::Column::Reason, Expr::value(""))
        .filter(ledger::Column::Complaint.eq(complaint.uuid()))
        .exec(change.conn())
        .await?;
    Ok(orders.rows_affected + delays.rows_affected)
}
