//! Which signature is of which key. The RSA key was made by OpenSSL, and nobody has its secret half.

use super::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};

const MODULUS: &str = concat!(
    "uirjYYZxaohvpSKBsUKlMzDZwDx36gV9EqZBe_LPHeiNX7WxDbfIwV1hY6wj7uq0r_KcEvmfaHgP32ZMOr9ICsRc1c8hCh64yr3f",
    "ORrBX9IQmuO3rCHwmr1TejdI1w77G4NBTlNoZBbYmX5yaWq73glXxUis13HIXkBcEYHrhg7xv2uFw9KncGd2jn4lH9GordgHlaD7",
    "bB8cwflfFCT5Ck-9m7PJVLnXkwEQIG-o-gfIRKgr0RqbJguQvb_y8kWM9RBJJz8GafVfMimKOhtkUQkJqZ465woc_S8QU9grw0je",
    "YQHItzWAEB8Jo7zpbTBOwRxwvF4kYQG1E0Ay9Q2ykw",
);
/// Of `header.claims`, by PKCS #1 v1.5 with SHA-256.
const RS256: &str = concat!(
    "O3KmrT1gi44RwiPoKA4yLBV7UqHCzwqpgJ594qx-VqyTib_dfmLo6k_xalo9GQ3exYz5P2hhDnWfJlKK6E6Okqhe05iA9Aom2udU",
    "KZkvEUzsDzMvo1QAzZw0E8-K3S9wzz1eUUj8PIzXfnjpEhfXz2z-ijZ0dkD1AJZKXR-ZG7un3Amy-444qRcsLVNQ8fiKrZv-jSNT",
    "8K0fLys0BMhDRnNj_yLHiMEFPWGV9g_cweeu-bOo2D5LBz9weoog3DWpE3Anx27Yw7llcsyrBi81xLzohJpMGw4r1jJqKv3gPSKM",
    "rwH4flglK6i1-bTDoPM1lx4nvMti6s3Ro9f2C1RReQ",
);
/// Of the same, by PSS.
const PS256: &str = concat!(
    "tpK6afXSJMU46eUZ0Qi2gaBHxOvz7aiKYA9pi3ytVIO5yGjQvV0Bq7AyqIk1QJmT15YzKnR7eis00LdULryG6dIOi3ftmgr6G3ge",
    "6nn6kF2FLYZZCzWTUCtwdrKYI5bA1r4fMjnsZDIhFvSzyRTqgyjFXdXVRFhRwCZkSid_E-gOt8nGexzjV1z0lI-prwUOH6Bk5kAN",
    "7YJv0feirs6-X5urq6yeBzJYM7sQlOdxOw8qZ15E6eMJwn5c_6UTSeCrRe5K0gO1UEEXfPySoJpSj1-gKqyU3To2ggd0VolsGMgK",
    "hxU_Yys4j0oxQhwLC8gAZHxckc-h4ssXBPETczmNsA",
);

const SIGNED: &[u8] = b"header.claims";

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn rsa(more: &str) -> Keys {
    let set = format!(r#"{{"keys":[{{"kty":"RSA","kid":"r","n":"{MODULUS}","e":"AQAB"{more}}}]}}"#);
    Keys::read(set.as_bytes()).unwrap()
}

#[test]
fn what_openssl_signed_is_verified_in_the_way_that_it_was_signed_in() {
    let keys = rsa("");
    let verifies = |algorithm, signature: &str, signed| {
        let key = keys.the_one(Some("r"), algorithm).unwrap();
        key.verifies(algorithm, signed, &decoded(signature))
    };
    assert!(verifies(Algorithm::Rs256, RS256, SIGNED));
    assert!(verifies(Algorithm::Ps256, PS256, SIGNED));
    assert!(!verifies(Algorithm::Ps256, RS256, SIGNED), "another padding");
    assert!(!verifies(Algorithm::Rs384, RS256, SIGNED), "another hash");
    assert!(!verifies(Algorithm::Rs256, RS256, b"header.claimz"));
    assert!(!verifies(Algorithm::Rs256, "", SIGNED));
}

#[test]
fn a_key_verifies_what_it_is_for_and_nothing_else() {
    let fault = |keys: &Keys, id, algorithm| keys.the_one(id, algorithm).err();
    assert_eq!(
        fault(&rsa(""), Some("other"), Algorithm::Rs256),
        Some(Fault::KeyUnknown)
    );
    assert_eq!(
        fault(&rsa(""), None, Algorithm::Rs256),
        None,
        "the only one needs no name"
    );
    assert_eq!(fault(&rsa(""), Some("r"), Algorithm::Es256), Some(Fault::KeyUnknown));
    let other = rsa(r#","alg":"RS512""#);
    assert_eq!(fault(&other, Some("r"), Algorithm::Rs256), Some(Fault::KeyUnknown));
    let sealing = rsa(r#","use":"enc""#);
    assert_eq!(fault(&sealing, Some("r"), Algorithm::Rs256), Some(Fault::KeyUnknown));
    let shared = Keys::read(br#"{"keys":[{"kty":"oct","kid":"r","k":"AAAA"}]}"#).unwrap();
    assert_eq!(fault(&shared, Some("r"), Algorithm::Rs256), Some(Fault::KeyUnknown));
    for name in ["none", "None", "HS256", "HS512", "rs256", "RS1", ""] {
        assert_eq!(Algorithm::named(name), None, "{name}");
    }
}

#[test]
fn curves_are_verified_and_their_points_have_their_length() {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let edwards = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    let set = format!(
        r#"{{"keys":[{{"kty":"EC","crv":"P-256","kid":"c","x":"{}","y":"{}"}},
            {{"kty":"OKP","crv":"Ed25519","kid":"c","x":"{}"}},
            {{"kty":"EC","crv":"P-256","kid":"short","x":"AA","y":"AA"}}]}}"#,
        URL_SAFE_NO_PAD.encode(x),
        URL_SAFE_NO_PAD.encode(y),
        URL_SAFE_NO_PAD.encode(edwards.public_key().as_ref()),
    );
    let keys = Keys::read(set.as_bytes()).unwrap();
    let signature = pair.sign(&random, SIGNED).unwrap();
    let curve = keys.the_one(Some("c"), Algorithm::Es256).unwrap();
    assert!(curve.verifies(Algorithm::Es256, SIGNED, signature.as_ref()));
    let edwards_key = keys.the_one(Some("c"), Algorithm::EdDsa).unwrap();
    assert!(edwards_key.verifies(Algorithm::EdDsa, SIGNED, edwards.sign(SIGNED).as_ref()));
    assert!(!edwards_key.verifies(Algorithm::Es256, SIGNED, signature.as_ref()));
    assert!(keys.the_one(Some("short"), Algorithm::Es256).is_err());
}

#[test]
fn a_set_of_keys_that_cannot_be_read_or_names_one_twice_is_refused() {
    for text in ["", "[]", "{}", r#"{"keys":[{"kid":"a"}]}"#, r#"{"keys":[1]}"#] {
        assert_eq!(Keys::read(text.as_bytes()).err(), Some(Fault::Keys), "{text}");
    }
    let many = format!(r#"{{"keys":[{}]}}"#, vec![r#"{"kty":"oct"}"#; 101].join(","));
    assert_eq!(Keys::read(many.as_bytes()).err(), Some(Fault::Keys));
    let one = format!(r#"{{"kty":"RSA","kid":"r","n":"{MODULUS}","e":"AQAB"}}"#);
    let twice = Keys::read(format!(r#"{{"keys":[{one},{one}]}}"#).as_bytes()).unwrap();
    assert_eq!(
        twice.the_one(Some("r"), Algorithm::Rs256).err(),
        Some(Fault::KeyUnclear)
    );
}
