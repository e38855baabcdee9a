//! The register as a list, the latest first.

use huiyin_kernel::{ComplaintId, Timestamp, UnitPath};
use huiyin_store::{StoreError, micros};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::complaint::{Column, Entity};
use super::row;
use crate::domain::complaint::Complaint;

/// Which complaints.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Those that this unit or one below it is complained about, leads or registered: as far as the caller sees.
    pub(crate) sight: Option<UnitPath>,
    /// Whether the caller may see restricted ones.
    pub(crate) restricted: bool,
    /// The unit whose restricted ones they see in any case, for it leads them.
    pub(crate) handles: Option<UnitPath>,
    /// About this unit or one below it.
    pub(crate) unit: Option<UnitPath>,
    pub(crate) stage: Option<String>,
    pub(crate) channel: Option<String>,
    /// Received at or after this instant.
    pub(crate) received_from: Option<Timestamp>,
    /// Received before this instant.
    pub(crate) received_to: Option<Timestamp>,
    /// Registered before this one.
    pub(crate) after: Option<ComplaintId>,
}

/// At most so many of them.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Complaint>, StoreError> {
    let sight = filter.sight.as_ref().map(|top| {
        Condition::any()
            .add(within(Column::Unit, top))
            .add(within(Column::Lead, top))
            .add(within(Column::RegisteredByUnit, top))
    });
    let restricted = (!filter.restricted).then(|| {
        let handled = filter.handles.as_ref().map(|unit| Column::Lead.eq(unit.as_str()));
        Condition::any().add(Column::Restricted.eq(false)).add_option(handled)
    });
    let conditions = Condition::all()
        .add_option(sight)
        .add_option(restricted)
        .add_option(filter.unit.as_ref().map(|top| within(Column::Unit, top)))
        .add_option(filter.stage.as_ref().map(|stage| Column::Stage.eq(stage.as_str())))
        .add_option(
            filter
                .channel
                .as_ref()
                .map(|channel| Column::Channel.eq(channel.as_str())),
        )
        .add_option(filter.received_from.map(|from| Column::ReceivedAt.gte(micros(from))))
        .add_option(filter.received_to.map(|to| Column::ReceivedAt.lt(micros(to))))
        .add_option(filter.after.map(|after| Column::Id.lt(after.uuid())));
    let rows = Entity::find()
        .filter(conditions)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(row::complaint).collect()
}

/// The subtree as a range of paths: `/` is the letter after `.`, and the column compares byte by byte.
pub(super) fn within(column: impl ColumnTrait, top: &UnitPath) -> Condition {
    let below = Condition::all()
        .add(column.gte(format!("{top}.")))
        .add(column.lt(format!("{top}/")));
    Condition::any().add(column.eq(top.as_str())).add(below)
}
