//! The ID token: which one is believed (OpenID Connect Core 1.0, section 3.1.3.7).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use huiyin_kernel::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Fault;
use super::keys::{Algorithm, Keys};

/// The longest token, in bytes.
const LONGEST: usize = 32 * 1024;
/// How many seconds the provider's clock and ours may differ.
const LEEWAY: i64 = 60;
/// The longest name of somebody, by the specification.
const LONGEST_SUBJECT: usize = 255;

/// What was asked, and of whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client: &'a str,
    pub(crate) nonce: &'a str,
    /// When the sign-in began.
    pub(crate) begun: Timestamp,
    /// Whether it was asked that somebody signs in now, whoever was signed in before.
    pub(crate) fresh: bool,
    pub(crate) now: Timestamp,
    /// The claim that names the staff code, where one does.
    pub(crate) staff_claim: Option<&'a str>,
}

/// Who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identified {
    /// Their name at the provider, which it gives to nobody else.
    pub(crate) subject: String,
    /// When they showed who they are, in seconds since 1970, if the provider says so.
    pub(crate) at: Option<i64>,
    /// What the claim says that names the staff code.
    pub(crate) staff: Option<String>,
}

/// A token that nobody has verified.
#[derive(Clone, Debug)]
pub(crate) struct Shown<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    claims: Vec<u8>,
    algorithm: Algorithm,
    key: Option<String>,
}

/// Keys that stand in the header (`jwk`, `jku`, `x5c`, `x5u`) are not even read: whoever made the token chose them.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    azp: Option<String>,
    auth_time: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    /// A token that others may use as well could come from them.
    fn is(&self, client: &str) -> bool {
        match self {
            Self::One(one) => one == client,
            Self::Many(many) => many.len() == 1 && many.iter().all(|one| one == client),
        }
    }
}

impl<'a> Shown<'a> {
    /// Reads a token in the compact form of RFC 7515.
    pub(crate) fn read(token: &'a str) -> Result<Self, Fault> {
        if token.len() > LONGEST {
            return Err(Fault::TokenLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Fault::TokenShape)?;
        let (header, claims) = signed.split_once('.').ok_or(Fault::TokenShape)?;
        let header: Header = serde_json::from_slice(&decoded(header)?).map_err(|_| Fault::TokenShape)?;
        let algorithm = Algorithm::named(&header.alg).ok_or(Fault::Algorithm)?;
        if header.crit.is_some() {
            return Err(Fault::Critical);
        }
        if header.typ.is_some_and(|kind| !kind.eq_ignore_ascii_case("jwt")) {
            return Err(Fault::TokenKind);
        }
        Ok(Self {
            signed,
            signature: decoded(signature)?,
            claims: decoded(claims)?,
            algorithm,
            key: header.kid,
        })
    }

    /// Whether a key of this name could have signed it; otherwise the provider may have a new one.
    pub(crate) fn is_known_to(&self, keys: &Keys) -> bool {
        !matches!(
            keys.the_one(self.key.as_deref(), self.algorithm),
            Err(Fault::KeyUnknown)
        )
    }

    /// Who it is, where it is to be believed.
    pub(crate) fn believed(&self, keys: &Keys, expected: Expected<'_>) -> Result<Identified, Fault> {
        let key = keys.the_one(self.key.as_deref(), self.algorithm)?;
        if !key.verifies(self.algorithm, self.signed.as_bytes(), &self.signature) {
            return Err(Fault::Signature);
        }
        let claims: Claims = serde_json::from_slice(&self.claims).map_err(|_| Fault::Claims)?;
        for_us(&claims, expected)?;
        in_its_time(&claims, expected)?;
        let named = expected.staff_claim.map(|claim| text_of(&self.claims, claim));
        Ok(Identified {
            subject: claims.sub,
            at: claims.auth_time.map(|at| at as i64),
            staff: named.flatten(),
        })
    }
}

fn for_us(claims: &Claims, expected: Expected<'_>) -> Result<(), Fault> {
    if claims.iss != expected.issuer {
        return Err(Fault::TokenIssuer);
    }
    if !claims.aud.is(expected.client) {
        return Err(Fault::Audience);
    }
    if claims.azp.as_deref().is_some_and(|azp| azp != expected.client) {
        return Err(Fault::Presenter);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(Fault::Nonce);
    }
    let subject = claims.sub.trim();
    if subject.is_empty() || claims.sub.len() > LONGEST_SUBJECT || claims.sub.chars().any(char::is_control) {
        return Err(Fault::Subject);
    }
    Ok(())
}

/// Times of tokens are numbers of seconds; what is beyond an integer is as far as one goes.
fn in_its_time(claims: &Claims, expected: Expected<'_>) -> Result<(), Fault> {
    let (now, begun) = (expected.now.as_second(), expected.begun.as_second());
    if claims.exp as i64 <= now.saturating_sub(LEEWAY) {
        return Err(Fault::Expired);
    }
    let soon = now.saturating_add(LEEWAY);
    if claims.iat as i64 > soon || claims.nbf.is_some_and(|from| from as i64 > soon) {
        return Err(Fault::Future);
    }
    let since = begun.saturating_sub(LEEWAY);
    if (claims.iat as i64) < since {
        return Err(Fault::Old);
    }
    let at = claims.auth_time.map(|at| at as i64);
    if at.is_some_and(|at| at > soon) || (expected.fresh && at.is_none_or(|at| at < since)) {
        return Err(Fault::NotFresh);
    }
    Ok(())
}

/// What a claim says, where it is a text or a whole number.
fn text_of(claims: &[u8], name: &str) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        Text(String),
        Number(u64),
        Other(IgnoredAny),
    }
    let all: std::collections::HashMap<String, Told> = serde_json::from_slice(claims).ok()?;
    match all.get(name)? {
        Told::Text(text) => Some(text.clone()),
        Told::Number(number) => Some(number.to_string()),
        Told::Other(_) => None,
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Fault::TokenShape)
}
