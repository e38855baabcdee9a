//! The provider's keys (RFC 7517), and what each of them verifies (RFC 7518, RFC 8037). The key decides which algorithms there are, not the
//! token: so a public key is never taken for a shared secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm};
use serde::Deserialize;

use super::Fault;

/// More keys than this has no provider.
const MOST: usize = 100;

/// How an ID token is signed. There is no `none` and no shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    EdDsa,
}

impl Algorithm {
    /// The algorithm of a name, which is of these letters exactly.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            "PS384" => Self::Ps384,
            "PS512" => Self::Ps512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "EdDSA" | "Ed25519" => Self::EdDsa,
            _ => return None,
        })
    }

    fn rsa(self) -> Option<&'static RsaParameters> {
        Some(match self {
            Self::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            Self::Ps256 => &signature::RSA_PSS_2048_8192_SHA256,
            Self::Ps384 => &signature::RSA_PSS_2048_8192_SHA384,
            Self::Ps512 => &signature::RSA_PSS_2048_8192_SHA512,
            Self::Es256 | Self::Es384 | Self::EdDsa => return None,
        })
    }

    fn curve(self) -> Option<&'static dyn VerificationAlgorithm> {
        Some(match self {
            Self::Es256 => &signature::ECDSA_P256_SHA256_FIXED,
            Self::Es384 => &signature::ECDSA_P384_SHA384_FIXED,
            Self::EdDsa => &signature::ED25519,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug)]
enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A point of the curve that this algorithm is of.
    Curve(Algorithm, Vec<u8>),
}

/// One key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    id: Option<String>,
    /// The one algorithm that the provider uses it for, if it says so.
    only: Option<String>,
    material: Material,
}

impl Key {
    fn fits(&self, algorithm: Algorithm) -> bool {
        let allowed = self
            .only
            .as_deref()
            .is_none_or(|only| Algorithm::named(only) == Some(algorithm));
        let material = match &self.material {
            Material::Rsa { .. } => algorithm.rsa().is_some(),
            Material::Curve(of, _) => *of == algorithm,
        };
        allowed && material
    }

    /// Whether the signature is of this key.
    pub(crate) fn verifies(&self, algorithm: Algorithm, signed: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Rsa { n, e } => algorithm.rsa().is_some_and(|parameters| {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(parameters, signed, signature).is_ok()
            }),
            Material::Curve(of, point) => algorithm
                .curve()
                .filter(|_| *of == algorithm)
                .is_some_and(|curve| UnparsedPublicKey::new(curve, point).verify(signed, signature).is_ok()),
        }
    }
}

/// The keys of a provider.
#[derive(Clone, Debug)]
pub(crate) struct Keys(Vec<Key>);

#[derive(Deserialize)]
struct Set {
    keys: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Keys {
    /// Reads a set of keys. Those that verify nothing we take are left out, as shared secrets are.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let set: Set = serde_json::from_slice(bytes).map_err(|_| Fault::Keys)?;
        if set.keys.len() > MOST {
            return Err(Fault::Keys);
        }
        Ok(Self(set.keys.into_iter().filter_map(key).collect()))
    }

    /// The one key that signs in this way under this name.
    pub(crate) fn the_one(&self, id: Option<&str>, algorithm: Algorithm) -> Result<&Key, Fault> {
        let named = |key: &&Key| id.is_none() || key.id.as_deref() == id;
        let mut found = self.0.iter().filter(named).filter(|key| key.fits(algorithm));
        match (found.next(), found.next()) {
            (None, _) => Err(Fault::KeyUnknown),
            (Some(key), None) => Ok(key),
            (Some(_), Some(_)) => Err(Fault::KeyUnclear),
        }
    }
}

fn key(told: Told) -> Option<Key> {
    if told.used_for.as_deref().is_some_and(|used_for| used_for != "sig") {
        return None;
    }
    let bytes = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref()?).ok();
    let material = match (told.kty.as_str(), told.crv.as_deref()) {
        ("RSA", _) => Material::Rsa {
            n: bytes(&told.n)?,
            e: bytes(&told.e)?,
        },
        ("EC", Some("P-256")) => Material::Curve(Algorithm::Es256, point(&bytes(&told.x)?, &bytes(&told.y)?, 32)?),
        ("EC", Some("P-384")) => Material::Curve(Algorithm::Es384, point(&bytes(&told.x)?, &bytes(&told.y)?, 48)?),
        ("OKP", Some("Ed25519")) => Material::Curve(Algorithm::EdDsa, bytes(&told.x)?),
        _ => return None,
    };
    Some(Key {
        id: told.kid,
        only: told.alg,
        material,
    })
}

/// An uncompressed point, as ring takes it.
fn point(x: &[u8], y: &[u8], length: usize) -> Option<Vec<u8>> {
    (x.len() == length && y.len() == length).then(|| [&[4], x, y].concat())
}

#[cfg(test)]
mod tests;
