//! What is removed and emptied when a complaint's content is destroyed (R8.3).

use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::entity::{attachment, complaint, link, mark, note, representation, sealed};
use super::row::{json, read};
use crate::domain::stage::Act;

/// Removes who complained, words, marks and files, and empties the reasons that people gave. Answers how many rows that were.
pub(crate) async fn destroy(change: &Change, complaint: ComplaintId) -> Result<u64, StoreError> {
    let (conn, id) = (change.conn(), complaint.uuid());
    let mut rows = 0;
    macro_rules! remove {
        ($($table:ident),*) => {
            $(rows += $table::Entity::delete_many()
                .filter($table::Column::Complaint.eq(id))
                .exec(conn)
                .await?
                .rows_affected;)*
        };
    }
    remove!(sealed, note, mark, attachment);
    rows += representation::Entity::update_many()
        .col_expr(representation::Column::Reason, Expr::value(Option::<String>::None))
        .filter(representation::Column::Complaint.eq(id))
        .exec(conn)
        .await?
        .rows_affected;
    // The receipt opens nothing any more.
    complaint::Entity::update_many()
        .col_expr(complaint::Column::ReceiptHash, Expr::value(Option::<Vec<u8>>::None))
        .filter(complaint::Column::Id.eq(id))
        .exec(conn)
        .await?;
    Ok(rows + links(change, complaint).await?)
}

/// Links stay, with who and when; why they were made and undone does not.
async fn links(change: &Change, complaint: ComplaintId) -> Result<u64, StoreError> {
    let either = Condition::any()
        .add(link::Column::Complaint.eq(complaint.uuid()))
        .add(link::Column::ToComplaint.eq(complaint.uuid()));
    let links = link::Entity::find().filter(either).all(change.conn()).await?;
    let mut emptied = 0;
    for row in links {
        let undone: Option<(Act, String)> = row.undone.as_deref().map(read).transpose()?;
        let undone = undone.map(|(act, _)| json(&(act, ""))).transpose()?;
        emptied += link::Entity::update_many()
            .col_expr(link::Column::Reason, Expr::value(""))
            .col_expr(link::Column::Undone, Expr::value(undone))
            .filter(link::Column::Id.eq(row.id))
            .exec(change.conn())
            .await?
            .rows_affected;
    }
    Ok(emptied)
}
