//! Caller tokens: who asks, signed by whoever let them in, for the services that are asked. `hy1.<claims>.<signature>`, both in
//! base64url; Ed25519 over all before the last dot. There is one algorithm and no header that could name another.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use huiyin_access::{Action, Limits};
use huiyin_kernel::{Actor, ComplaintId, Timestamp, UnitPath};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use crate::Problem;

const PREFIX: &str = "hy1";
/// How many seconds a caller token lives at the most, whoever signed it.
pub const LONGEST_LIFE: i64 = 15 * 60;
/// How far the clocks of two machines may differ.
const SKEW: i64 = 60;

/// What a caller token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Who asks, whichever services it came through.
    pub actor: Actor,
    /// The unit that a member of staff works in.
    pub unit: Option<UnitPath>,
    /// Their duties.
    pub duties: Vec<String>,
    /// The units of their other posts. Left out where there are none: releases from before know no such word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<UnitPath>,
    /// Whether it serves for reading alone.
    pub reads_only: bool,
    /// The complaint that break-glass opened to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<ComplaintId>,
    /// The unit that the caller is kept within.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<UnitPath>,
    /// The acts that the caller is kept to, by their names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts: Option<Vec<String>>,
    /// The services that it is for.
    pub audience: Vec<String>,
    /// When it was signed, in seconds since 1970.
    pub issued: i64,
    /// From when on it is worth nothing.
    pub expires: i64,
    /// Whether they signed in too long ago for what needs a fresh sign-in. Left out where not: releases from before know no such word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stale: bool,
}

impl Claims {
    /// A caller at a service, from an instant for so many seconds.
    #[must_use]
    pub fn new(caller: huiyin_access::Caller, audience: &str, now: Timestamp, seconds: i64) -> Self {
        Self {
            actor: caller.actor,
            unit: caller.unit,
            duties: caller.duties,
            elsewhere: caller.elsewhere,
            stale: caller.stale,
            reads_only: false,
            opened: caller.opened,
            within: caller.limits.unit,
            acts: caller.limits.actions.map(names),
            audience: vec![audience.to_owned()],
            issued: now.as_second(),
            expires: now.as_second().saturating_add(seconds),
        }
    }

    /// The caller.
    #[must_use]
    pub fn caller(self) -> huiyin_access::Caller {
        let limits = Limits {
            unit: self.within,
            // An act that this service has never heard of is one that it does not do.
            actions: self
                .acts
                .map(|acts| acts.iter().filter_map(|act| Action::named(act)).collect()),
        };
        huiyin_access::Caller {
            actor: self.actor,
            unit: self.unit,
            duties: self.duties,
            elsewhere: self.elsewhere,
            opened: self.opened,
            limits,
            stale: self.stale,
        }
    }
}

fn names(actions: Vec<Action>) -> Vec<String> {
    actions.into_iter().map(|action| action.to_string()).collect()
}

/// Why a caller token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is none.
    #[error("this is no caller token: sign in again")]
    Malformed,
    /// Its signature is of no key that this service believes.
    #[error("the caller token is signed by no key of this installation")]
    Forged,
    /// It is for other services.
    #[error("the caller token is for another service")]
    OtherAudience,
    /// Its time is over.
    #[error("the caller token has expired: sign in again")]
    Expired,
    /// Its time has not begun.
    #[error("the caller token is of the future: set the machines' clocks right")]
    NotYet,
    /// It would live longer than any may.
    #[error("the caller token lives longer than any may")]
    TooLong,
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        let code = match error {
            TokenError::Malformed => "token-malformed",
            TokenError::Forged => "token-forged",
            TokenError::OtherAudience => "token-for-another-service",
            TokenError::Expired => "token-expired",
            TokenError::NotYet => "token-of-the-future",
            TokenError::TooLong => "token-too-long",
        };
        Self::unauthorized(code, error.to_string())
    }
}

/// The half of an installation's key that anybody may know.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads what [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

/// Signs caller tokens. Whoever has it decides who anybody is; it is never printed.
#[derive(Clone)]
pub struct Signer(Arc<Ed25519KeyPair>);

impl Signer {
    /// The signer of a secret of 32 bytes; none where it has another length.
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(secret).ok()?;
        Some(Self(Arc::new(pair)))
    }

    /// What its tokens are verified by.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes
            .iter_mut()
            .zip(self.0.public_key().as_ref())
            .for_each(|(to, from)| *to = *from);
        PublicKey(bytes)
    }

    /// The token that says this.
    ///
    /// # Errors
    /// Where the claims cannot be written as JSON.
    pub fn sign(&self, claims: &Claims) -> Result<String, serde_json::Error> {
        let said = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
        let signed = format!("{PREFIX}.{said}");
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()));
        Ok(format!("{signed}.{signature}"))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(***)")
    }
}

/// Believes the tokens of these keys: more than one while a key is changed for another.
#[derive(Clone, Debug)]
pub struct Verifier(Arc<Vec<PublicKey>>);

impl Verifier {
    /// Believes these keys.
    #[must_use]
    pub fn new(keys: Vec<PublicKey>) -> Self {
        Self(Arc::new(keys))
    }

    /// What a token says, where it is to be believed by `audience` now.
    ///
    /// # Errors
    /// [`TokenError`]
    pub fn verify(&self, token: &str, audience: &str, now: Timestamp) -> Result<Claims, TokenError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (prefix, said) = signed.split_once('.').ok_or(TokenError::Malformed)?;
        if prefix != PREFIX {
            return Err(TokenError::Malformed);
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenError::Malformed)?;
        let fits = |key: &PublicKey| {
            let key = UnparsedPublicKey::new(&ED25519, &key.0);
            key.verify(signed.as_bytes(), &signature).is_ok()
        };
        if !self.0.iter().any(fits) {
            return Err(TokenError::Forged);
        }
        let said = URL_SAFE_NO_PAD.decode(said).map_err(|_| TokenError::Malformed)?;
        let claims: Claims = serde_json::from_slice(&said).map_err(|_| TokenError::Malformed)?;
        in_its_time(&claims, now.as_second())?;
        if !claims.audience.iter().any(|known| known == audience) {
            return Err(TokenError::OtherAudience);
        }
        Ok(claims)
    }
}

fn in_its_time(claims: &Claims, now: i64) -> Result<(), TokenError> {
    if claims.expires.saturating_sub(claims.issued) > LONGEST_LIFE {
        return Err(TokenError::TooLong);
    }
    if claims.issued > now.saturating_add(SKEW) {
        return Err(TokenError::NotYet);
    }
    if claims.expires <= now {
        return Err(TokenError::Expired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_kernel::StaffCode;

    const NOW: i64 = 1_795_000_000;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn signer(seed: u8) -> Signer {
        Signer::new(&[seed; 32]).unwrap()
    }

    fn claims() -> Claims {
        let unit = Some("ho.b01".parse().unwrap());
        let caller = huiyin_access::Caller::staff(StaffCode::new("e012").unwrap(), unit, vec!["legal".to_owned()]);
        Claims::new(caller, "intake", at(NOW), 60)
    }

    fn verify(token: &str, audience: &str, second: i64) -> Result<Claims, TokenError> {
        Verifier::new(vec![signer(9).public(), signer(1).public()]).verify(token, audience, at(second))
    }

    #[test]
    fn a_token_carries_the_original_caller_to_the_service_that_it_is_for() {
        let token = signer(1).sign(&claims()).unwrap();
        assert_eq!(verify(&token, "intake", NOW + 59), Ok(claims()));
        assert_eq!(verify(&token, "intake", NOW + 60), Err(TokenError::Expired));
        assert_eq!(verify(&token, "routing", NOW), Err(TokenError::OtherAudience));
        assert_eq!(verify(&token, "intake", NOW - 61), Err(TokenError::NotYet));
    }

    #[test]
    fn a_token_carries_what_its_caller_is_kept_to() {
        let limits = Limits {
            unit: Some("ho.b01".parse().unwrap()),
            actions: Some(vec![Action::Register, Action::Progress]),
        };
        let opened = Some(ComplaintId::from_uuid(uuid::Uuid::from_u128(7)));
        let caller = claims().caller().limited(limits).opening(opened);
        let token = signer(1)
            .sign(&Claims::new(caller.clone(), "intake", at(NOW), 60))
            .unwrap();
        assert_eq!(verify(&token, "intake", NOW).unwrap().caller(), caller);
        let unknown = Claims {
            acts: Some(vec!["register".to_owned(), "fly".to_owned()]),
            ..claims()
        };
        assert_eq!(unknown.caller().limits.actions, Some(vec![Action::Register]));
    }

    #[test]
    fn a_token_says_that_its_caller_signed_in_long_ago_and_otherwise_nothing_of_it() {
        let stale = Claims {
            stale: true,
            ..claims()
        };
        let token = signer(1).sign(&stale).unwrap();
        assert!(verify(&token, "intake", NOW).unwrap().caller().stale);
        assert!(!serde_json::to_string(&claims()).unwrap().contains("stale"));
    }

    #[test]
    fn a_token_carries_the_post_that_its_caller_acts_in_and_where_else_they_have_one() {
        let caller = claims().caller().with_posts_in(vec!["ho.b01.o011".parse().unwrap()]);
        let token = signer(1)
            .sign(&Claims::new(caller.clone(), "intake", at(NOW), 60))
            .unwrap();
        let read = verify(&token, "intake", NOW).unwrap().caller();
        assert_eq!(read.elsewhere, caller.elsewhere);
        let Actor::Staff { post, .. } = read.actor else {
            panic!("a member of staff");
        };
        assert_eq!(post, caller.unit, "the record keeps it");
        let one = serde_json::to_string(&claims()).unwrap();
        assert!(!one.contains("elsewhere") && !one.contains("post"), "{one}");
    }

    #[test]
    fn a_token_of_another_key_and_each_changed_byte_are_refused() {
        let other = signer(2).sign(&claims()).unwrap();
        assert_eq!(verify(&other, "intake", NOW), Err(TokenError::Forged));
        let token = signer(1).sign(&claims()).unwrap();
        for place in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(verify(&changed, "intake", NOW).is_err(), "{place}");
        }
    }

    #[test]
    fn no_token_chooses_its_algorithm() {
        let said = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims()).unwrap());
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        for (token, error) in [
            (format!("{none}.{said}."), TokenError::Malformed),
            (format!("hy1.{said}."), TokenError::Forged),
            (format!("hy1.{said}"), TokenError::Malformed),
            (format!("hy0.{said}.AAAA"), TokenError::Malformed),
            (String::new(), TokenError::Malformed),
            ("..".to_owned(), TokenError::Malformed),
        ] {
            assert_eq!(verify(&token, "intake", NOW), Err(error), "{token}");
        }
    }

    #[test]
    fn no_key_signs_a_token_that_lives_for_long() {
        let caller = huiyin_access::Caller::operator();
        let long = Claims::new(caller, "intake", at(NOW), LONGEST_LIFE + 1);
        let token = signer(1).sign(&long).unwrap();
        assert_eq!(verify(&token, "intake", NOW), Err(TokenError::TooLong));
    }

    #[test]
    fn a_public_key_is_read_as_it_is_written_and_a_secret_is_never_shown() {
        let key = signer(1).public();
        assert_eq!(PublicKey::parse(&key.to_string()), Some(key));
        assert_eq!(PublicKey::parse("AAAA"), None);
        assert_eq!(format!("{:?}", signer(1)), "Signer(***)");
        assert!(Signer::new(&[1; 31]).is_none());
    }
}
