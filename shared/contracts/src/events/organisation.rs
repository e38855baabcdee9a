//! What routing says of the organisation.

use huiyin_kernel::{StaffCode, UnitCode, UnitPath};

use super::samples;
use crate::event::events;

events! { "routing", "organisation";
    /// Units as they are from now on (R2.1); a large change comes as several events.
    UnitsChangedV1 "units_changed" v 1 {
        /// The units that are new or changed.
        units: Vec<UnitV1> = vec![UnitV1 {
            path: samples::unit(),
            name: "人民路支行".to_owned(),
            level: "outlet".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
            open: true,
            duties: vec!["service_management".to_owned()],
            responsible: None,
        }],
        /// Units that are no longer in the tree, by code.
        closed: Vec<UnitCode> = vec![],
    }
}

/// One unit of the tree.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct UnitV1 {
    /// Its place in the tree.
    pub path: UnitPath,
    /// Its name.
    pub name: String,
    /// Its level: `head_office`, `branch`, `sub_branch`, `outlet`, `department` …
    pub level: String,
    /// Its IANA time zone.
    pub time_zone: String,
    /// Whether it is open.
    pub open: bool,
    /// The duties that it holds (R2.2).
    pub duties: Vec<String>,
    /// Its first responsible person (R2.3), where the directory names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffCode>,
}
