//! Providers that say something of themselves that will not do.

use jiff::SignedDuration;
use serde_json::json;

use super::answers::Made;
use super::fake::Says;
use super::{Bench, set};

type Lie = (&'static str, &'static str, fn(&mut Says));

macro_rules! lies {
    ($($code:literal, $what:literal, |$says:ident| $change:expr;)*) => {
        &[$(($code, $what, |$says: &mut Says| { $change; })),*]
    };
}

const LIES: &[Lie] = lies! {
    "metadata_issuer", "metadata of another issuer", |s| set(&mut s.metadata, "issuer", "https://evil.example");
    "metadata_issuer", "metadata of the issuer with a slash", |s| slash(s);
    "metadata", "metadata that names no issuer", |s| drop(s.metadata.as_object_mut().unwrap().remove("issuer"));
    "metadata", "metadata that is no JSON", |s| s.instead = Some((200, "<html>".to_owned()));
    "metadata", "metadata that is a list", |s| s.instead = Some((200, "[]".to_owned()));
    "unreadable", "metadata without an end", |s| s.instead = Some((200, " ".repeat(300_000)));
    "away", "metadata that lead elsewhere", |s| s.instead = Some((302, "file:///etc/passwd".to_owned()));
    "away", "metadata that fail", |s| s.instead = Some((500, String::new()));
    "metadata_address", "a page of sign-in by http elsewhere", |s| address(s, "authorization_endpoint", "http://evil.example/a");
    "metadata_address", "a page of sign-in that is a script", |s| address(s, "authorization_endpoint", "javascript:alert(1)");
    "metadata_address", "a token address that is a file", |s| address(s, "token_endpoint", "file:///etc/passwd");
    "metadata_address", "a token address by http elsewhere", |s| address(s, "token_endpoint", "http://169.254.169.254/latest");
    "metadata_address", "a token address with somebody's password", |s| address(s, "token_endpoint", "https://a:b@evil.example/");
    "metadata_address", "a token address with a fragment", |s| address(s, "token_endpoint", "https://evil.example/#x");
    "metadata_address", "keys by http elsewhere", |s| address(s, "jwks_uri", "http://127.0.0.1.evil.example/jwks");
    "metadata_address", "keys by another scheme", |s| address(s, "jwks_uri", "gopher://127.0.0.1/jwks");
    "metadata_address", "a page of sign-out that is a script", |s| address(s, "end_session_endpoint", "javascript:alert(1)");
    "metadata_ability", "a provider without codes", |s| set(&mut s.metadata, "response_types_supported", json!(["token"]));
    "metadata_ability", "PKCE by plain alone (downgrade)", |s| set(&mut s.metadata, "code_challenge_methods_supported", json!(["plain"]));
    "metadata_ability", "no PKCE at all (downgrade)", |s| set(&mut s.metadata, "code_challenge_methods_supported", json!([]));
    "metadata_ability", "shared secrets and none alone", |s| algorithms(s);
    "metadata_ability", "a secret shown in no way that we know", |s| set(&mut s.metadata, "token_endpoint_auth_methods_supported", json!(["tls_client_auth"]));
};

fn address(says: &mut Says, name: &str, value: &str) {
    set(&mut says.metadata, name, value);
}

fn slash(says: &mut Says) {
    let issuer = format!("{}/", says.metadata["issuer"].as_str().unwrap());
    set(&mut says.metadata, "issuer", issuer);
}

fn algorithms(says: &mut Says) {
    set(
        &mut says.metadata,
        "id_token_signing_alg_values_supported",
        json!(["none", "HS256"]),
    );
}

/// What comes of asking to sign in at each of them.
pub(super) async fn lies() -> Vec<Made> {
    let bench = Bench::new().await;
    let mut made = Vec::new();
    let honest = bench.fake.says.lock().unwrap().metadata.clone();
    for (code, what, change) in LIES {
        bench.fake.change(|says| {
            (says.metadata, says.instead) = (honest.clone(), None);
            change(says);
        });
        // Whoever did not answer is not asked again at once.
        bench.room.clock.wait(SignedDuration::from_secs(6));
        let response = bench.room.get("/desk/sign-in/provider?lang=en", "").await;
        made.push((*code, *what, response));
    }
    bench.fake.change(|says| (says.metadata, says.instead) = (honest, None));
    for (code, what, keys) in [
        ("keys", "keys that are no keys", json!({ "keys": "none" })),
        (
            "keys",
            "a thousand keys",
            json!({ "keys": vec![json!({ "kty": "oct" }); 1000] }),
        ),
        ("key_unknown", "no keys", json!({ "keys": [] })),
    ] {
        bench.fake.change(|says| says.keys = keys);
        bench.room.clock.wait(SignedDuration::from_secs(31));
        let browser = bench.begin("/desk/").await;
        made.push((code, what, bench.back_with(&browser, bench.honest(&browser)).await));
    }
    made
}
