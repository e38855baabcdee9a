//! Complaints as they went: what a simulation replays.

use std::collections::HashMap;

use huiyin_kernel::{ComplaintId, Timestamp};
use huiyin_store::{StoreError, instant, micros};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::{clock, complaint, known, order};
use super::known::of_row;
use super::rows::to_complaint;
use crate::domain::simulate::Recorded;

/// Which complaints: by when they were registered, in the order of their ids.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// From here on.
    pub(crate) from: Timestamp,
    /// Until before this.
    pub(crate) to: Timestamp,
    /// After this one.
    pub(crate) after: Option<ComplaintId>,
}

/// A page of what is on record. Complaints that were registered before their facts were kept are left out.
pub(crate) async fn page(conn: &impl ConnectionTrait, span: Span, rows: u64) -> Result<Vec<Recorded>, StoreError> {
    let find = known::Entity::find()
        .find_also_related(complaint::Entity)
        .filter(complaint::Column::RegisteredAt.gte(micros(span.from)))
        .filter(complaint::Column::RegisteredAt.lt(micros(span.to)));
    let find = match span.after {
        Some(after) => find.filter(known::Column::Complaint.gt(after.uuid())),
        None => find,
    };
    let found = find
        .order_by_asc(known::Column::Complaint)
        .limit(rows)
        .all(conn)
        .await?;
    let ids: Vec<Uuid> = found.iter().map(|(known, _)| known.complaint).collect();
    let (orders, replies) = (orders(conn, &ids).await?, replies(conn, &ids).await?);
    let mut page = Vec::with_capacity(found.len());
    for (known, complaint) in found {
        let id = known.complaint;
        let (Some(complaint), Some((served, accepted))) = (complaint, orders.get(&id)) else {
            continue;
        };
        page.push(Recorded {
            complaint: to_complaint(complaint)?,
            registered: of_row(known)?.registered(),
            served: instant(*served),
            accepted: accepted.map(instant),
            replied: replies.get(&id).copied().map(instant),
        });
    }
    Ok(page)
}

/// When the first order of each complaint was served, and when work first began on one.
async fn orders(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, (i64, Option<i64>)>, StoreError> {
    let find = order::Entity::find()
        .select_only()
        .column(order::Column::Complaint)
        .column_as(order::Column::ServedAt.min(), "served")
        .column_as(order::Column::AcceptedAt.min(), "accepted")
        .filter(order::Column::Complaint.is_in(ids.iter().copied()))
        .filter(order::Column::Kind.is_not_in(["supervision", "co_handling", "alert"]))
        .group_by(order::Column::Complaint);
    let rows: Vec<(Uuid, i64, Option<i64>)> = find.into_tuple().all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|(id, served, accepted)| (id, (served, accepted)))
        .collect())
}

/// When each complaint was first answered.
async fn replies(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>, StoreError> {
    let done = Condition::any()
        .add(clock::Column::Stage.eq("met"))
        .add(clock::Column::WasMet.eq(true));
    let find = clock::Entity::find()
        .select_only()
        .column(clock::Column::Complaint)
        .column_as(clock::Column::EndedAt.min(), "replied")
        .filter(clock::Column::Complaint.is_in(ids.iter().copied()))
        .filter(clock::Column::Kind.eq("reply"))
        .filter(clock::Column::EndedAt.is_not_null())
        .filter(done)
        .group_by(clock::Column::Complaint);
    let rows: Vec<(Uuid, i64)> = find.into_tuple().all(conn).await?;
    Ok(rows.into_iter().collect())
}
