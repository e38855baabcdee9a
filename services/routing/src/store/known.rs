//! What is known of a complaint beside its orders: its registration, and its links since.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_kernel::{ClusterId, ComplaintId, UnitPath};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{cluster_count, known, order};
use super::read;

/// A registration and its links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) complaint: ComplaintId,
    pub(crate) registered: RegisteredV1,
    pub(crate) repeats: Option<ComplaintId>,
    pub(crate) cluster: Option<ClusterId>,
    pub(crate) persons: Option<u32>,
}

impl Known {
    /// The registration as it is decided by now.
    pub(crate) fn registered(&self) -> RegisteredV1 {
        RegisteredV1 {
            repeats: self.repeats,
            persons: self.registered.persons.max(self.persons.unwrap_or(0)),
            ..self.registered.clone()
        }
    }
}

/// Remembers a registration.
pub(crate) async fn remember(change: &Change, event: &RegisteredV1) -> Result<(), StoreError> {
    let row = known::ActiveModel {
        complaint: Set(event.complaint.uuid()),
        registered: Set(serde_json::to_string(event)?),
        repeats: Set(event.repeats.map(ComplaintId::uuid)),
        cluster: Set(None),
        persons: Set(None),
    };
    known::Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// What is known of a complaint; nothing of one that was registered before links were heard of.
pub(crate) async fn known(change: &Change, complaint: ComplaintId) -> Result<Option<Known>, StoreError> {
    let row = known::Entity::find_by_id(complaint.uuid()).only(change.conn()).await?;
    row.map(of_row).transpose()
}

/// What is known of a cluster's complaints.
pub(crate) async fn of_cluster(change: &Change, cluster: ClusterId) -> Result<Vec<Known>, StoreError> {
    let rows = known::Entity::find()
        .filter(known::Column::Cluster.eq(cluster.uuid()))
        .order_by_asc(known::Column::Complaint)
        .all(change.conn())
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Takes note of a count of a cluster, and answers how many persons complain in it: of two counts that arrive in another order, the
/// later one holds. Who counts the same cluster meanwhile waits.
pub(crate) async fn count(change: &Change, cluster: ClusterId, revision: i64, persons: u32) -> Result<u32, StoreError> {
    let told = || cluster_count::ActiveModel {
        cluster: Set(cluster.uuid()),
        revision: Set(revision),
        persons: Set(i64::from(persons)),
    };
    let mut again = OnConflict::column(cluster_count::Column::Cluster);
    let same = Expr::col((cluster_count::Entity, cluster_count::Column::Revision));
    again.value(cluster_count::Column::Revision, same);
    let insert = cluster_count::Entity::insert(told()).on_conflict(again);
    let known = insert.exec_with_returning(change.conn()).await?;
    if known.revision > revision {
        return Ok(u32::try_from(known.persons).unwrap_or(u32::MAX));
    }
    told().update(change.conn()).await?;
    Ok(persons)
}

/// Writes a complaint's links.
pub(crate) async fn update(change: &Change, known: &Known) -> Result<(), StoreError> {
    let row = known::ActiveModel {
        complaint: Set(known.complaint.uuid()),
        repeats: Set(known.repeats.map(ComplaintId::uuid)),
        cluster: Set(known.cluster.map(ClusterId::uuid)),
        persons: Set(known.persons.map(i64::from)),
        ..Default::default()
    };
    row.update(change.conn()).await?;
    Ok(())
}

/// The unit that led a complaint last: who answered it, or has it still.
pub(crate) async fn led_last(change: &Change, complaint: ComplaintId) -> Result<Option<UnitPath>, StoreError> {
    let last = order::Entity::find()
        .filter(order::Column::Complaint.eq(complaint.uuid()))
        .filter(order::Column::Kind.is_not_in(["supervision", "co_handling", "alert"]))
        // Who passed it on, or gave it back, did not answer it.
        .filter(order::Column::Stage.is_not_in(["handed_over", "returned", "disputed"]))
        .order_by_desc(order::Column::ServedAt)
        .order_by_desc(order::Column::Id)
        .one(change.conn())
        .await?;
    last.map(|order| read(&order.lead)).transpose()
}

pub(super) fn of_row(row: known::Model) -> Result<Known, StoreError> {
    Ok(Known {
        complaint: ComplaintId::from_uuid(row.complaint),
        registered: serde_json::from_str(&row.registered)?,
        repeats: row.repeats.map(ComplaintId::from_uuid),
        cluster: row.cluster.map(ClusterId::from_uuid),
        persons: row.persons.and_then(|persons| u32::try_from(persons).ok()),
    })
}
