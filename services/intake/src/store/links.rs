//! Links between complaints.

use huiyin_kernel::{ClusterId, ComplaintId, LinkId};
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{cluster, complaint, link};
use super::row::{self, json, read};
use crate::domain::complaint::Complaint;
use crate::domain::link::{Kind, Link};

/// Keeps a new link.
pub(crate) async fn add_link(change: &Change, link: &Link) -> Result<(), StoreError> {
    let row = link::ActiveModel {
        id: Set(link.id.uuid()),
        kind: Set(link.kind.code().to_owned()),
        complaint: Set(link.complaint.uuid()),
        to_complaint: Set(link.to.map(ComplaintId::uuid)),
        cluster: Set(link.cluster.map(ClusterId::uuid)),
        new_facts: Set(link.new_facts),
        reason: Set(link.reason.clone()),
        act: Set(json(&link.act)?),
        undone: Set(link.undone.as_ref().map(json).transpose()?),
    };
    link::Entity::insert(row).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Writes that a link is undone.
pub(crate) async fn undo_link(change: &Change, link: &Link) -> Result<(), StoreError> {
    let row = link::ActiveModel {
        id: Set(link.id.uuid()),
        undone: Set(link.undone.as_ref().map(json).transpose()?),
        ..Default::default()
    };
    row.update(change.conn()).await?;
    Ok(())
}

/// One link.
pub(crate) async fn link(conn: &impl ConnectionTrait, id: LinkId) -> Result<Option<Link>, StoreError> {
    link::Entity::find_by_id(id.uuid())
        .one(conn)
        .await?
        .map(of_row)
        .transpose()
}

/// The links of these complaints in either direction, undone ones too; the oldest first.
pub(crate) async fn links(conn: &impl ConnectionTrait, complaints: &[ComplaintId]) -> Result<Vec<Link>, StoreError> {
    let ids = || complaints.iter().map(|id| id.uuid());
    let either = Condition::any()
        .add(link::Column::Complaint.is_in(ids()))
        .add(link::Column::ToComplaint.is_in(ids()));
    let rows = link::Entity::find()
        .filter(either)
        .order_by_asc(link::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The cluster that a complaint is in now.
pub(crate) async fn cluster_of(
    conn: &impl ConnectionTrait,
    complaint: ComplaintId,
) -> Result<Option<ClusterId>, StoreError> {
    let found = link::Entity::find()
        .filter(link::Column::Complaint.eq(complaint.uuid()))
        .filter(link::Column::Cluster.is_not_null())
        .filter(link::Column::Undone.is_null())
        .one(conn)
        .await?;
    Ok(found.and_then(|row| row.cluster).map(ClusterId::from_uuid))
}

/// Holds a cluster, and numbers the count that is made of it: who counts it meanwhile waits until this change ends, and then counts what
/// this one has added. Two who link to different members of it hold no complaint in common.
pub(crate) async fn hold_cluster(change: &Change, id: ClusterId) -> Result<i64, StoreError> {
    let row = cluster::ActiveModel {
        id: Set(id.uuid()),
        revision: Set(1),
    };
    let mut again = OnConflict::column(cluster::Column::Id);
    let next = Expr::col((cluster::Entity, cluster::Column::Revision)).add(1);
    again.value(cluster::Column::Revision, next);
    let held = cluster::Entity::insert(row).on_conflict(again);
    Ok(held.exec_with_returning(change.conn()).await?.revision)
}

/// The complaints that are in a cluster now.
pub(crate) async fn members(conn: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Complaint>, StoreError> {
    let rows = link::Entity::find()
        .filter(link::Column::Cluster.eq(cluster.uuid()))
        .filter(link::Column::Undone.is_null())
        .all(conn)
        .await?;
    let ids = rows.into_iter().map(|row| row.complaint);
    let rows = complaint::Entity::find()
        .filter(complaint::Column::Id.is_in(ids))
        .all(conn)
        .await?;
    rows.into_iter().map(row::complaint).collect()
}

fn of_row(row: link::Model) -> Result<Link, StoreError> {
    Ok(Link {
        id: LinkId::from_uuid(row.id),
        kind: Kind::read(&row.kind).ok_or_else(|| DbErr::Type(format!("{} is no kind of link", row.kind)))?,
        complaint: ComplaintId::from_uuid(row.complaint),
        to: row.to_complaint.map(ComplaintId::from_uuid),
        cluster: row.cluster.map(ClusterId::from_uuid),
        new_facts: row.new_facts,
        reason: row.reason,
        act: read(&row.act)?,
        undone: row.undone.as_deref().map(read).transpose()?,
    })
}
