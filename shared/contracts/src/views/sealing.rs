//! What every service that seals answers about its keys.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The key-encryption keys of a service, and what they wrap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SealingView {
    /// The number of the key in use.
    pub current: i32,
    /// Those that wrap anything, by their number.
    pub keys: Vec<KeyView>,
}

/// One key-encryption key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyView {
    /// Its number.
    pub number: i32,
    /// How many complaints' keys it wraps.
    pub complaints: i64,
    /// Whether it is in the key file. Where it is not, what is sealed of those complaints cannot be read.
    pub held: bool,
}
