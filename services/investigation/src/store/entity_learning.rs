//! The rows of what the organisation learns (R6.2). In clear: they name no person, and concern no single complaint.

pub(crate) mod circular {
    //! One row for each circular: added, never changed.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "circular")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: String,
        pub(crate) title: String,
        pub(crate) body: String,
        /// `YYYY-MM-DD`.
        pub(crate) due: String,
        pub(crate) issued_at: i64,
        /// Who: JSON.
        pub(crate) issuer: String,
        /// When those were reminded who had not acknowledged it: `YYYY-MM-DD`.
        pub(crate) reminded_on: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod circular_unit {
    //! The units that a circular goes to.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "circular_unit")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) circular_id: Uuid,
        /// The unit's code: it may move before it acknowledges.
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) code: String,
        /// Where it stood when the circular was issued.
        pub(crate) path: String,
        pub(crate) acknowledged_at: Option<i64>,
        /// Who: JSON.
        pub(crate) acknowledger: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod improvement {
    //! One row for each improvement.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "improvement")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: String,
        pub(crate) owner: String,
        pub(crate) reach: String,
        pub(crate) cause: String,
        pub(crate) title: String,
        pub(crate) what: String,
        /// `YYYY-MM-DD`.
        pub(crate) due: String,
        pub(crate) proposed_at: i64,
        /// Who: JSON.
        pub(crate) proposer: String,
        /// The stage's name, for the lists.
        pub(crate) state: String,
        /// The stage with what is true then: JSON.
        pub(crate) stage: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
