//! The rows.

pub(crate) mod cases {
    //! One row for each case.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cases")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) complaint: Uuid,
        pub(crate) unit: String,
        pub(crate) order_id: Option<Uuid>,
        pub(crate) severity: Option<String>,
        /// Codes with a space between them.
        pub(crate) approve: String,
        pub(crate) restricted: bool,
        pub(crate) imported: bool,
        pub(crate) opened_at: i64,
        pub(crate) reply_due_at: Option<i64>,
        /// Codes with a space between them.
        pub(crate) excluded: String,
        pub(crate) statements: i32,
        pub(crate) class: Option<String>,
        /// The policy pack's version that it began with.
        pub(crate) policy: Option<String>,
        /// The answer that the complainant has: JSON.
        pub(crate) answered: Option<String>,
        /// The stage's name, for the lists.
        pub(crate) stage: String,
        /// When the follow-up lapses, while a visit is awaited.
        pub(crate) lapses_at: Option<i64>,
        /// The stage with what is true then: JSON.
        pub(crate) state: String,
        pub(crate) version: i64,
        /// Whether it has what was not kept before an upgrade.
        pub(crate) mended: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod subject {
    //! What the register says of a complaint.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "subject")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) complaint: Uuid,
        pub(crate) number: String,
        pub(crate) unit: String,
        pub(crate) channel: String,
        pub(crate) language: String,
        /// How intake ended it: JSON.
        pub(crate) ended: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod concerned {
    //! Who is complained about, by code.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "concerned")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) complaint: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) staff: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod statement {
    //! Statements: added, never changed (R5.1).
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "statement")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) case_id: Uuid,
        /// The case's version with it: its place among the others.
        pub(crate) version: i64,
        pub(crate) given_by: String,
        pub(crate) words: String,
        pub(crate) taken_at: i64,
        pub(crate) recorded_at: i64,
        /// Who took it: JSON.
        pub(crate) taker: String,
        pub(crate) sha256: String,
        pub(crate) supersedes: Option<Uuid>,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "statement::Model({})", self.id)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod step {
    //! What was done in a case: added, never changed.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "step")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) version: i64,
        pub(crate) what: String,
        pub(crate) unit: String,
        /// Who: JSON.
        pub(crate) actor: String,
        pub(crate) done_at: i64,
        /// The stage that it left, with what was true then, where the case begins anew: JSON.
        pub(crate) stage_left: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod form {
    //! Handling forms: one made at each closing, and never changed (R6.1).
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "closing_form")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) case_id: Uuid,
        pub(crate) body: String,
        pub(crate) sha256: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) made_at: i64,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "form::Model({})", self.case_id)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod paper {
    //! Redress and opinions of a case: each with its present state; what was done to it stands in the steps.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) case_id: Uuid,
        /// The case's version with which it came: its place among the others.
        pub(crate) version: i64,
        /// What it is: JSON.
        pub(crate) body: String,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "paper::Model({})", self.id)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod unit {
    //! The organisation's units, as routing said them last.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) code: String,
        pub(crate) path: String,
        pub(crate) name: String,
        pub(crate) level: String,
        /// Codes with a space between them.
        pub(crate) duties: String,
        /// Whether it is no longer in the tree (R2.1).
        pub(crate) closed: bool,
        /// Its first responsible person (R2.3), where the directory names one.
        pub(crate) responsible: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod evidence {
    //! Files of a case: all but their content.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) case_id: Uuid,
        pub(crate) kind: String,
        pub(crate) given_by: String,
        pub(crate) name: Option<String>,
        pub(crate) sha256: String,
        pub(crate) bytes: i64,
        pub(crate) media_type: String,
        pub(crate) scan: String,
        pub(crate) added_at: i64,
        /// Who: JSON.
        pub(crate) adder: String,
        pub(crate) supersedes: Option<Uuid>,
        pub(crate) reason: Option<String>,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "evidence::Model({})", self.id)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod custody {
    //! Who had to do with a piece of evidence: added, never changed.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "custody")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) case_id: Uuid,
        pub(crate) evidence_id: Uuid,
        pub(crate) what: String,
        pub(crate) done_at: i64,
        /// Who: JSON.
        pub(crate) actor: String,
        pub(crate) note: Option<String>,
        pub(crate) sha256: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
