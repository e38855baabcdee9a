//! The marks by which a complainant is recognised.

use std::collections::HashMap;

use huiyin_kernel::ComplaintId;
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{complaint, mark};
use super::row;
use crate::domain::complaint::Complaint;
use crate::domain::matching::Mark;

/// Rows that one statement may insert: SQLite takes 32 766 values, a mark has 3.
const ROWS: usize = 10_000;
/// The most complaints that one mark suggests.
const MOST: u64 = 200;

/// Keeps the marks of complaints.
pub(crate) async fn add_marks(change: &Change, marks: &[(ComplaintId, Mark)]) -> Result<(), StoreError> {
    for chunk in marks.chunks(ROWS) {
        let rows = chunk.iter().map(|(complaint, mark)| mark::ActiveModel {
            complaint: Set(complaint.uuid()),
            kind: Set(mark.kind.to_owned()),
            hash: Set(mark.hash.to_vec()),
        });
        mark::Entity::insert_many(rows)
            .exec_without_returning(change.conn())
            .await?;
    }
    Ok(())
}

/// Other complaints with a mark of this one, the latest first, each with the kinds of what is the same.
pub(crate) async fn same_marks(
    conn: &impl ConnectionTrait,
    of: ComplaintId,
) -> Result<Vec<(Complaint, Vec<String>)>, StoreError> {
    let own = mark::Entity::find()
        .filter(mark::Column::Complaint.eq(of.uuid()))
        .all(conn)
        .await?;
    let own: Vec<_> = own.into_iter().map(|own| (own.kind, own.hash)).collect();
    let mut found = marked(conn, &own).await?;
    found.retain(|(complaint, _)| complaint.id != of);
    Ok(found)
}

/// Complaints with one of these marks, the latest first, each with the kinds of what is the same.
pub(crate) async fn with_marks(
    conn: &impl ConnectionTrait,
    marks: &[Mark],
) -> Result<Vec<(Complaint, Vec<String>)>, StoreError> {
    let marks: Vec<_> = marks
        .iter()
        .map(|mark| (mark.kind.to_owned(), mark.hash.to_vec()))
        .collect();
    marked(conn, &marks).await
}

async fn marked(
    conn: &impl ConnectionTrait,
    marks: &[(String, Vec<u8>)],
) -> Result<Vec<(Complaint, Vec<String>)>, StoreError> {
    let mut same: HashMap<_, Vec<String>> = HashMap::new();
    for (kind, hash) in marks {
        let others = mark::Entity::find()
            .filter(mark::Column::Hash.eq(hash.clone()))
            .filter(mark::Column::Kind.eq(kind.as_str()))
            .order_by_desc(mark::Column::Complaint)
            .limit(MOST);
        for other in others.all(conn).await? {
            same.entry(other.complaint).or_default().push(other.kind);
        }
    }
    let rows = complaint::Entity::find()
        .filter(complaint::Column::Id.is_in(same.keys().copied().collect::<Vec<_>>()))
        .order_by_desc(complaint::Column::Id)
        .limit(MOST);
    let found = rows.all(conn).await?.into_iter().map(|found| {
        let kinds = same.remove(&found.id).unwrap_or_default();
        Ok((row::complaint(found)?, kinds))
    });
    found.collect()
}
