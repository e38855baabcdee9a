//! `[callers]`: whom a service believes, and the keys of it.

use std::path::PathBuf;

use huiyin_kernel::Ids;
use huiyin_seal::key_file::create;
use serde::Deserialize;

use crate::{PublicKey, Signer, Verifier};

/// Whose word says who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trust {
    /// A token that a key of the installation signed.
    Signed,
    /// The request's own headers.
    Headers,
}

/// `[callers]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallersConfig {
    /// Whose word says who asks.
    pub trust: Trust,
    /// The file of the key that signs: for the desk, and for the command line of the machine. Empty: this process signs nothing.
    pub key_file: PathBuf,
    /// Whether the file is made where it is not there.
    pub create_key: bool,
    /// The public keys that are believed, beside that of `key_file`.
    pub public_keys: Vec<String>,
    /// A file with public keys, one a line, as stands beside `key_file` with `.pub`. Empty: none.
    pub public_key_file: PathBuf,
}

/// Keys that cannot be used. The sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file cannot be made or read.
    #[error("callers: the key {0} cannot be used: {1}")]
    File(PathBuf, std::io::Error),
    /// A file holds something else.
    #[error("callers: {0} holds no key of 32 bytes: give the installation's own, or none")]
    NoKey(PathBuf),
    /// A public key is none.
    #[error("callers: {0:?} is no public key: copy it from the desk's .pub file")]
    NoPublicKey(String),
    /// Nobody could be believed.
    #[error(
        "callers.trust is \"signed\" and no key is believed: give callers.public_keys or callers.public_key_file the key of the desk"
    )]
    NobodyBelieved,
}

impl CallersConfig {
    /// Headers are believed: for a test of something else.
    #[must_use]
    pub fn headers() -> Self {
        Self {
            trust: Trust::Headers,
            key_file: PathBuf::new(),
            create_key: false,
            public_keys: Vec::new(),
            public_key_file: PathBuf::new(),
        }
    }

    /// The signer, where this process has the key.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn signer(&self, ids: &Ids) -> Result<Option<Signer>, KeyError> {
        if self.key_file.as_os_str().is_empty() {
            return Ok(None);
        }
        let wrong = |error| KeyError::File(self.key_file.clone(), error);
        if self.create_key {
            create(&self.key_file, &ids.bytes::<32>(), 0o600, ids).map_err(wrong)?;
        }
        let secret = std::fs::read(&self.key_file).map_err(wrong)?;
        let signer = Signer::new(&secret).ok_or_else(|| KeyError::NoKey(self.key_file.clone()))?;
        if self.create_key {
            let line = format!("{}\n", signer.public());
            create(&self.key_file.with_extension("pub"), line.as_bytes(), 0o644, ids).map_err(wrong)?;
        }
        Ok(Some(signer))
    }

    /// Whoever is believed.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn verifier(&self, signer: Option<&Signer>) -> Result<Verifier, KeyError> {
        let mut keys: Vec<PublicKey> = signer.map(Signer::public).into_iter().collect();
        let mut lines = self.public_keys.clone();
        if !self.public_key_file.as_os_str().is_empty() {
            let text = std::fs::read_to_string(&self.public_key_file)
                .map_err(|error| KeyError::File(self.public_key_file.clone(), error))?;
            lines.extend(text.lines().map(str::to_owned));
        }
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            keys.push(PublicKey::parse(line).ok_or_else(|| KeyError::NoPublicKey(line.clone()))?);
        }
        if keys.is_empty() && self.trust == Trust::Signed {
            return Err(KeyError::NobodyBelieved);
        }
        Ok(Verifier::new(keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_kernel::Clock;
    use std::os::unix::fs::PermissionsExt;

    fn signed(key_file: PathBuf) -> CallersConfig {
        CallersConfig {
            trust: Trust::Signed,
            key_file,
            create_key: true,
            ..CallersConfig::headers()
        }
    }

    #[test]
    fn a_key_is_made_once_for_its_owner_alone_and_its_public_half_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let ids = Ids::random(Clock::system());
        let config = signed(folder.path().join("caller.key"));
        let first = config.signer(&ids).unwrap().unwrap();
        let mode = std::fs::metadata(&config.key_file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = config.signer(&ids).unwrap().unwrap();
        assert_eq!(first.public(), again.public());
        let service = CallersConfig {
            trust: Trust::Signed,
            public_key_file: folder.path().join("caller.pub"),
            ..CallersConfig::headers()
        };
        assert!(service.verifier(None).is_ok());
        assert!(service.signer(&ids).unwrap().is_none());
    }

    #[test]
    fn each_wrong_key_has_its_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let ids = Ids::random(Clock::system());
        let short = signed(folder.path().join("short.key"));
        std::fs::write(&short.key_file, "short").unwrap();
        let said = short.signer(&ids).unwrap_err().to_string();
        assert!(said.contains("holds no key of 32 bytes"), "{said}");
        let nobody = CallersConfig {
            trust: Trust::Signed,
            ..CallersConfig::headers()
        };
        let said = nobody.verifier(None).unwrap_err().to_string();
        assert!(said.contains("no key is believed"), "{said}");
        let wrong = CallersConfig {
            public_keys: vec!["x".to_owned()],
            ..nobody
        };
        let said = wrong.verifier(None).unwrap_err().to_string();
        assert!(said.contains("\"x\" is no public key"), "{said}");
    }
}
