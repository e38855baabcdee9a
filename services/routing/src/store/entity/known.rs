//! What a complaint was registered with, and what is known of its links since: by this it is decided anew.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "known")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) complaint: Uuid,
    /// JSON: `complaint.registered.v1`, which holds no personal data.
    pub(in crate::store) registered: String,
    pub(in crate::store) repeats: Option<Uuid>,
    pub(in crate::store) cluster: Option<Uuid>,
    /// How many persons complain in the cluster.
    pub(in crate::store) persons: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {
    #[sea_orm(
        belongs_to = "super::complaint::Entity",
        from = "Column::Complaint",
        to = "super::complaint::Column::Id"
    )]
    Complaint,
}

impl Related<super::complaint::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Complaint.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
