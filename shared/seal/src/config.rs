//! `[sealing]`, for each service that seals.

use std::path::PathBuf;

use huiyin_kernel::Ids;
use serde::Deserialize;

use crate::{KeyRing, RingError};

/// `[sealing]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealingConfig {
    /// The file with the key-encryption keys.
    pub key_file: PathBuf,
    /// Whether a missing file is made.
    pub create_key: bool,
}

impl SealingConfig {
    /// The key-encryption keys, made where there are none yet and the configuration allows it.
    ///
    /// # Errors
    /// [`RingError`]
    pub fn ring(&self, ids: &Ids) -> Result<KeyRing, RingError> {
        KeyRing::open(&self.key_file, self.create_key, ids)
    }
}
