//! What a complaint repeats, and the group that it is in, as the register says.

use huiyin_kernel::{ClusterId, ComplaintId};
use huiyin_store::{Change, Only, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter};

use super::entity_matter::{cluster, matter};
use crate::domain::matter::{Group, Matter};

/// What one event says of a complaint; what it does not say stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// How many people complain in it.
    Persons(u32),
    /// It repeats this one, or none any more.
    Repeats(Option<ComplaintId>),
    /// It is in this group, or in none any more.
    Grouped(Option<ClusterId>),
}

/// Takes what the register says.
pub(crate) async fn remember_matter(change: &Change, complaint: ComplaintId, says: Says) -> Result<(), StoreError> {
    let mut row = matter::ActiveModel {
        complaint: Set(complaint.uuid()),
        persons: Set(1),
        earlier: Set(None),
        cluster: Set(None),
    };
    let column = match says {
        Says::Persons(persons) => {
            row.persons = Set(i32::try_from(persons).unwrap_or(i32::MAX));
            matter::Column::Persons
        }
        Says::Repeats(earlier) => {
            row.earlier = Set(earlier.map(ComplaintId::uuid));
            matter::Column::Earlier
        }
        Says::Grouped(group) => {
            row.cluster = Set(group.map(ClusterId::uuid));
            matter::Column::Cluster
        }
    };
    matter::Entity::insert(row)
        .on_conflict(
            OnConflict::column(matter::Column::Complaint)
                .update_column(column)
                .to_owned(),
        )
        .exec_without_returning(change.conn())
        .await?;
    Ok(())
}

/// Takes how many complain in a group. Of two counts that arrive in another order the one with the higher revision holds.
pub(crate) async fn count_group(
    change: &Change,
    id: ClusterId,
    group: Group,
    revision: Option<i64>,
) -> Result<(), StoreError> {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let (complaints, persons) = (number(group.complaints), number(group.persons));
    let revision = revision.unwrap_or(0);
    let new = cluster::ActiveModel {
        id: Set(id.uuid()),
        complaints: Set(complaints),
        persons: Set(persons),
        revision: Set(revision),
    };
    cluster::Entity::insert(new)
        .on_conflict(OnConflict::column(cluster::Column::Id).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(change.conn())
        .await?;
    cluster::Entity::update_many()
        .col_expr(cluster::Column::Complaints, Expr::value(complaints))
        .col_expr(cluster::Column::Persons, Expr::value(persons))
        .col_expr(cluster::Column::Revision, Expr::value(revision))
        .filter(cluster::Column::Id.eq(id.uuid()))
        .filter(Expr::col(cluster::Column::Revision).lte(revision))
        .exec(change.conn())
        .await?;
    Ok(())
}

/// What the register says of a complaint. Of one from before this was kept nothing is known.
pub(crate) async fn matter(conn: &impl ConnectionTrait, complaint: ComplaintId) -> Result<Matter, StoreError> {
    let Some(row) = matter::Entity::find_by_id(complaint.uuid()).only(conn).await? else {
        return Ok(Matter {
            persons: 1,
            ..Matter::default()
        });
    };
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    let counted = match row.cluster {
        Some(id) => cluster::Entity::find_by_id(id).only(conn).await?,
        None => None,
    };
    Ok(Matter {
        persons: number(row.persons),
        earlier: row.earlier.map(ComplaintId::from_uuid),
        group: counted.map(|row| Group {
            complaints: number(row.complaints),
            persons: number(row.persons),
        }),
    })
}
