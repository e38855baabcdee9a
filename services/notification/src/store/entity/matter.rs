//! What is known of a complaint. Everything but the id may be unknown still.

use huiyin_kernel::{StaffCode, UnitPath};
use sea_orm::entity::prelude::*;

use crate::domain::matter::Matter;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matter")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) complaint: Uuid,
    pub(crate) number: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) lead: Option<String>,
    pub(crate) anonymous: Option<bool>,
    pub(crate) imported: Option<bool>,
    pub(crate) restricted: Option<bool>,
    /// Codes of the members of staff complained about, with commas between (R4.10).
    pub(crate) concerned: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for Matter {
    /// Units and codes were checked when the event was heard.
    fn from(row: Model) -> Self {
        let unit = |path: Option<String>| path.and_then(|path| UnitPath::new(path).ok());
        let codes = row.concerned.as_deref().unwrap_or_default().split(',');
        Self {
            number: row.number,
            unit: unit(row.unit),
            lead: unit(row.lead),
            anonymous: row.anonymous.unwrap_or(false),
            imported: row.imported.unwrap_or(false),
            restricted: row.restricted.unwrap_or(false),
            concerned: codes.filter_map(|code| StaffCode::new(code).ok()).collect(),
        }
    }
}
