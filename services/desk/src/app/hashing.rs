//! Passwords, hashed by Argon2id. A hash costs time and memory on purpose, so it has threads of its own, and few of them.

use std::sync::Arc;

use anyhow::Context;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use huiyin_kernel::{Ids, Password};
use tokio::sync::Semaphore;

use crate::config::Costs;

/// So many passwords are hashed at once: each takes `memory_kib`.
const AT_ONCE: usize = 2;

pub(crate) struct Hasher {
    argon2: Argon2<'static>,
    room: Semaphore,
    /// A hash of nobody's password: whoever has no account costs the same time.
    nobody: Option<String>,
    ids: Ids,
}

impl Costs {
    /// # Errors
    /// Where Argon2 does not take these costs.
    pub(crate) fn params(self) -> anyhow::Result<Params> {
        Params::new(self.memory_kib, self.passes, self.lanes, None)
            .ok()
            .context("passwords: memory_kib is at least 8 for each lane, passes and lanes at least 1")
    }
}

impl Hasher {
    pub(crate) fn new(costs: Costs, ids: &Ids) -> Self {
        let params = costs.params().unwrap_or_default();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hashed(&argon2, &ids.bytes::<16>(), ids.bytes::<16>()).ok();
        Self {
            argon2,
            room: Semaphore::new(AT_ONCE),
            nobody,
            ids: ids.clone(),
        }
    }

    /// What is kept of a password.
    pub(crate) async fn hash(self: &Arc<Self>, password: &Password) -> anyhow::Result<String> {
        let _room = self.room.acquire().await?;
        let (this, password) = (Arc::clone(self), password.clone());
        tokio::task::spawn_blocking(move || hashed(&this.argon2, password.reveal().as_bytes(), this.ids.bytes::<16>()))
            .await?
    }

    /// Whether a password is the one that was hashed. Without a hash it is not, and that takes as long.
    pub(crate) async fn fits(self: &Arc<Self>, password: &Password, hash: Option<String>) -> anyhow::Result<bool> {
        let _room = self.room.acquire().await?;
        let (this, password, known) = (Arc::clone(self), password.clone(), hash.is_some());
        let hash = hash
            .or_else(|| self.nobody.clone())
            .context("there is no hash to compare with")?;
        let fits = tokio::task::spawn_blocking(move || {
            let parsed = PasswordHash::new(&hash);
            parsed.is_ok_and(|hash| this.argon2.verify_password(password.reveal().as_bytes(), &hash).is_ok())
        });
        Ok(fits.await? && known)
    }
}

fn hashed(argon2: &Argon2<'static>, password: &[u8], salt: [u8; 16]) -> anyhow::Result<String> {
    let failed = |error: argon2::password_hash::Error| anyhow::anyhow!("a password cannot be hashed: {error}");
    let salt = SaltString::encode_b64(&salt).map_err(failed)?;
    Ok(argon2.hash_password(password, &salt).map_err(failed)?.to_string())
}
