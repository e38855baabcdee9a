//! ID tokens that are not to be believed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::fake::{By, Forged};
use super::{Bench, CLIENT, set};

/// An attack by a token: the sentence that refuses it, what it is called, and what of the honest token it changes.
pub(super) type Attack = (&'static str, &'static str, fn(&mut Forged, &Bench));

macro_rules! attacks {
    ($($code:literal, $what:literal, |$token:ident, $bench:tt| $change:expr;)*) => {
        &[$(($code, $what, |$token: &mut Forged, $bench: &Bench| { $change; })),*]
    };
}

fn now(bench: &Bench) -> i64 {
    bench.room.clock.clock().now().as_second()
}

/// Signatures that are none, or somebody else's.
pub(super) const SIGNATURES: &[Attack] = attacks! {
    "algorithm", "alg none, no signature", |t, _| { set(&mut t.header, "alg", "none"); t.by = By::Nobody };
    "algorithm", "alg None by another case", |t, _| { set(&mut t.header, "alg", "nOnE"); t.by = By::Nobody };
    "algorithm", "HS256 with the public key", |t, b| { set(&mut t.header, "alg", "HS256"); t.by = By::Shared(b.fake.public()) };
    "algorithm", "HS256 with our own secret", |t, _| { set(&mut t.header, "alg", "HS256"); t.by = By::Shared(b"a secret, of both".to_vec()) };
    "algorithm", "HS256 with the published shared key", |t, _| { t.header = json!({ "alg": "HS256", "kid": "k3" }); t.by = By::Shared(vec![0; 3]) };
    "token_shape", "no algorithm", |t, _| t.header = json!({ "kid": "k1" });
    "algorithm", "an algorithm in another case", |t, _| set(&mut t.header, "alg", "es256");
    "key_unknown", "an algorithm that the key is not for", |t, _| set(&mut t.header, "alg", "RS256");
    "key_unknown", "another curve's algorithm", |t, _| set(&mut t.header, "alg", "ES384");
    "signature", "no signature", |t, _| t.by = By::Nobody;
    "signature", "a key that nobody published, under a published name", |t, _| t.by = By::Rogue;
    "key_unknown", "a key that nobody published, under its own name", |t, _| { set(&mut t.header, "kid", "rogue"); t.by = By::Rogue };
    "key_unknown", "a name that points to another key", |t, _| set(&mut t.header, "kid", "k2");
    "signature", "another key's signature under the first one's name", |t, _| t.by = By::Second;
    "key_unknown", "a name that climbs folders", |t, _| set(&mut t.header, "kid", "../../dev/null");
    "key_unknown", "a name that would be SQL", |t, _| set(&mut t.header, "kid", "k1' OR '1'='1");
    "signature", "the attacker's key in the header (jwk)", |t, b| { set(&mut t.header, "jwk", b.fake.rogue()); t.by = By::Rogue };
    "signature", "the attacker's keys by an address (jku)", |t, _| { set(&mut t.header, "jku", "http://127.0.0.1:1/jwks"); t.by = By::Rogue };
    "signature", "the attacker's certificate by an address (x5u)", |t, _| { set(&mut t.header, "x5u", "http://127.0.0.1:1/x"); t.by = By::Rogue };
    "signature", "the attacker's certificate (x5c)", |t, _| { set(&mut t.header, "x5c", json!(["AAAA"])); t.by = By::Rogue };
    "critical", "a critical header", |t, _| set(&mut t.header, "crit", json!(["exp"]));
    "critical", "a payload that is not encoded (b64)", |t, _| { set(&mut t.header, "b64", false); set(&mut t.header, "crit", json!(["b64"])) };
    "token_kind", "an access token", |t, _| set(&mut t.header, "typ", "at+jwt");
    "token_kind", "a logout token", |t, _| set(&mut t.header, "typ", "logout+jwt");
    "token_shape", "an algorithm twice in the header", |t, b| twice_in_header(t, b);
};

/// Tokens that are no tokens.
pub(super) const SHAPES: &[Attack] = attacks! {
    "token_shape", "an empty token", |t, _| t.token = Some(String::new());
    "token_shape", "two parts", |t, _| t.token = Some("a.b".to_owned());
    "token_shape", "four parts", |t, b| t.token = Some(format!("{}.x", b.fake.token(t)));
    "token_shape", "an encrypted token's five parts", |t, _| t.token = Some("e30.e30.e30.e30.e30".to_owned());
    "token_shape", "padding", |t, b| t.token = Some(format!("{}=", b.fake.token(t)));
    "token_shape", "spaces around it", |t, b| t.token = Some(format!(" {} ", b.fake.token(t)));
    "token_long", "a huge token", |t, _| set(&mut t.claims, "x", "x".repeat(40_000));
    "unreadable", "an answer that has no end", |t, _| t.answer = Some((200, " ".repeat(300_000)));
    "unreadable", "an answer that is no JSON", |t, _| t.answer = Some((200, "<script>alert(1)</script>".to_owned()));
    "token_missing", "an answer without a token", |t, _| t.answer = Some((200, r#"{"access_token":"x"}"#.to_owned()));
    "unreadable", "an answer with two tokens", |t, _| t.answer = Some((200, r#"{"id_token":"a","id_token":"b"}"#.to_owned()));
    "unreadable", "an answer that leads elsewhere", |t, _| t.answer = Some((302, String::new()));
    "away", "an answer that fails", |t, _| t.answer = Some((500, String::new()));
    "claims", "claims that are a list", |t, _| t.claims = json!([1, 2]);
    "claims", "an audience twice in the claims", |t, b| twice_in_claims(t, b);
};

/// Tokens that are somebody else's, or of another time.
pub(super) const CLAIMS: &[Attack] = attacks! {
    "token_issuer", "another issuer", |t, _| set(&mut t.claims, "iss", "https://evil.example");
    "token_issuer", "the issuer with a slash behind it", |t, b| set(&mut t.claims, "iss", format!("{}/", b.fake.issuer));
    "token_issuer", "the issuer in capitals", |t, b| set(&mut t.claims, "iss", b.fake.issuer.to_uppercase());
    "audience", "a token for another client", |t, _| set(&mut t.claims, "aud", "another-client");
    "audience", "a token for us and another client", |t, _| set(&mut t.claims, "aud", json!([CLIENT, "another-client"]));
    "audience", "a token for nobody", |t, _| set(&mut t.claims, "aud", json!([]));
    "audience", "an audience that begins as ours", |t, _| set(&mut t.claims, "aud", "huiyin-admin");
    "presenter", "a token that was given to another client", |t, _| set(&mut t.claims, "azp", "another-client");
    "nonce", "another sign-in's nonce", |t, _| set(&mut t.claims, "nonce", "another");
    "nonce", "no nonce", |t, _| drop(t.claims.as_object_mut().unwrap().remove("nonce"));
    "nonce", "an empty nonce", |t, _| set(&mut t.claims, "nonce", "");
    "expired", "an expired token", |t, b| set(&mut t.claims, "exp", now(b) - 61);
    "claims", "no expiry", |t, _| drop(t.claims.as_object_mut().unwrap().remove("exp"));
    "claims", "an expiry that is a text", |t, b| set(&mut t.claims, "exp", (now(b) + 300).to_string());
    "claims", "an expiry that is nothing", |t, _| set(&mut t.claims, "exp", json!(null));
    "future", "a token of the future", |t, b| set(&mut t.claims, "iat", now(b) + 120);
    "future", "a token that is not good yet", |t, b| set(&mut t.claims, "nbf", now(b) + 120);
    "old", "a token from before the sign-in", |t, b| set(&mut t.claims, "iat", now(b) - 120);
    "claims", "no instant at which it was made", |t, _| drop(t.claims.as_object_mut().unwrap().remove("iat"));
    "not_fresh", "a sign-in in the future", |t, b| set(&mut t.claims, "auth_time", now(b) + 3600);
    "claims", "no subject", |t, _| drop(t.claims.as_object_mut().unwrap().remove("sub"));
    "subject", "an empty subject", |t, _| set(&mut t.claims, "sub", " ");
    "subject", "a subject of 300 characters", |t, _| set(&mut t.claims, "sub", "1".repeat(300));
    "subject", "a subject with a line in it", |t, _| set(&mut t.claims, "sub", "248289761001\n");
    "claims", "a subject that is a number", |t, _| set(&mut t.claims, "sub", 248_289_761_001_i64);
    "unbound", "another subject with the same e-mail address", |t, _| set(&mut t.claims, "sub", "999");
    "unbound", "a subject that is the staff code", |t, _| set(&mut t.claims, "sub", "e012");
    "unbound", "the subject with a space behind it", |t, _| set(&mut t.claims, "sub", "248289761001 ");
    "unbound", "a staff code in a claim that nobody configured", |t, _| { set(&mut t.claims, "sub", "999"); set(&mut t.claims, "staff", "e012") };
};

fn twice_in_header(forged: &mut Forged, bench: &Bench) {
    let token = bench.fake.token(forged);
    let rest = token.split_once('.').unwrap().1;
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","alg":"ES256","kid":"k1"}"#);
    forged.token = Some(format!("{header}.{rest}"));
}

fn twice_in_claims(forged: &mut Forged, bench: &Bench) {
    let claims = forged.claims.to_string();
    let twice = format!(r#"{{"aud":"another-client",{}"#, claims.trim_start_matches('{'));
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", part(&forged.header.to_string()), part(&twice));
    forged.token = Some(bench.fake.signed(&signed));
}
