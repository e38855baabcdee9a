//! The root causes of a case's policy pack (R5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A root cause of the tree, in the tree's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CauseView {
    /// Its code: what a finding names.
    #[schema(example = "idle_counters")]
    pub code: String,
    /// The cause that it is a kind of.
    pub parent: Option<String>,
    /// On which level it stands: 1 to 3.
    pub level: usize,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
}
