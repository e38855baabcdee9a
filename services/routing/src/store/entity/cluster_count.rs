//! How many persons complain in a cluster (R3.10), by the latest count that was heard of.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_count")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) cluster: Uuid,
    /// Intake's number of the count; 0 of events that have none.
    pub(in crate::store) revision: i64,
    pub(in crate::store) persons: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
