//! The provider: it signs with real keys, checks PKCE as an honest one does, and otherwise says what it is told to say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Who signs.
#[derive(Clone, Debug)]
pub(super) enum By {
    /// The key `k1`, which is published.
    First,
    /// The key `k2`, which is published too.
    Second,
    /// A key that nobody published.
    Rogue,
    /// Whoever knows this.
    Shared(Vec<u8>),
    Nobody,
}

/// A token to be made, and how it is given.
#[derive(Clone, Debug)]
pub(super) struct Forged {
    pub(super) header: Value,
    pub(super) claims: Value,
    pub(super) by: By,
    /// Instead of all that: the token itself.
    pub(super) token: Option<String>,
    /// Instead of an answer with a token.
    pub(super) answer: Option<(u16, String)>,
}

impl Forged {
    pub(super) fn new(claims: Value) -> Self {
        Self {
            header: json!({ "alg": "ES256", "kid": "k1", "typ": "JWT" }),
            claims,
            by: By::First,
            token: None,
            answer: None,
        }
    }
}

pub(super) struct Pairs {
    first: EcdsaKeyPair,
    second: Ed25519KeyPair,
    rogue: EcdsaKeyPair,
}

/// What it says.
pub(super) struct Says {
    pub(super) metadata: Value,
    /// Instead of metadata.
    pub(super) instead: Option<(u16, String)>,
    pub(super) keys: Value,
    grants: HashMap<String, (String, u16, String)>,
    /// How often it was asked for its keys.
    pub(super) keys_asked: usize,
    /// How we said who we are, and what else we sent.
    pub(super) told: Option<(String, HashMap<String, String>)>,
}

/// A running provider.
pub(super) struct Fake {
    pub(super) issuer: String,
    pub(super) says: Arc<Mutex<Says>>,
    pub(super) pairs: Pairs,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn pair() -> EcdsaKeyPair {
    let (kind, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let document = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(kind, document.as_ref(), &random).unwrap()
}

fn published(kid: &str, pair: &EcdsaKeyPair) -> Value {
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": encoded(x), "y": encoded(y) })
}

impl Fake {
    pub(super) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let pairs = Pairs {
            first: pair(),
            second: Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap(),
            rogue: pair(),
        };
        let second = URL_SAFE_NO_PAD.encode(pairs.second.public_key().as_ref());
        let keys = json!({ "keys": [
            published("k1", &pairs.first),
            { "kty": "OKP", "crv": "Ed25519", "kid": "k2", "alg": "EdDSA", "x": second },
            { "kty": "oct", "kid": "k3", "k": "AAAA" },
        ]});
        let says = Arc::new(Mutex::new(Says {
            metadata: metadata(&issuer),
            instead: None,
            keys,
            grants: HashMap::new(),
            keys_asked: 0,
            told: None,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata_of))
            .route("/jwks", get(keys_of))
            .route("/token", post(token))
            .with_state(Arc::clone(&says));
        #[expect(clippy::disallowed_methods, reason = "the provider is no task of the product")]
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            issuer,
            says,
            pairs,
            server,
        }
    }

    /// A code for a token that is to be made, for who knows what the challenge is of. It can be shown again and again.
    pub(super) fn grant(&self, challenge: &str, forged: &Forged) -> String {
        let mut says = self.says.lock().unwrap();
        let code = format!("code-{}", says.grants.len());
        let body = json!({ "access_token": "x", "token_type": "Bearer", "id_token": self.token(forged) });
        let (status, body) = forged.answer.clone().unwrap_or((200, body.to_string()));
        says.grants.insert(code.clone(), (challenge.to_owned(), status, body));
        code
    }

    pub(super) fn token(&self, forged: &Forged) -> String {
        if let Some(token) = &forged.token {
            return token.clone();
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&forged.header), part(&forged.claims));
        let random = SystemRandom::new();
        let ecdsa = |pair: &EcdsaKeyPair| pair.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec();
        let signature = match &forged.by {
            By::First => ecdsa(&self.pairs.first),
            By::Second => self.pairs.second.sign(signed.as_bytes()).as_ref().to_vec(),
            By::Rogue => ecdsa(&self.pairs.rogue),
            By::Shared(secret) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
                hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
            By::Nobody => Vec::new(),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// What the first key signs, whatever it is.
    pub(super) fn signed(&self, signed: &str) -> String {
        let signature = self.pairs.first.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }

    /// The published half of the first key, as bytes.
    pub(super) fn public(&self) -> Vec<u8> {
        self.pairs.first.public_key().as_ref().to_vec()
    }

    pub(super) fn rogue(&self) -> Value {
        published("rogue", &self.pairs.rogue)
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says.lock().unwrap());
    }
}

fn metadata(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize?tenant=bank"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/end"),
        "response_types_supported": ["code", "id_token"],
        "id_token_signing_alg_values_supported": ["ES256", "EdDSA", "HS256", "none"],
        "code_challenge_methods_supported": ["S256", "plain"],
        "authorization_response_iss_parameter_supported": true,
    })
}

type Said = State<Arc<Mutex<Says>>>;

async fn metadata_of(State(says): Said) -> Response {
    let says = says.lock().unwrap();
    match &says.instead {
        Some((302, to)) => (StatusCode::FOUND, [(LOCATION, to.clone())]).into_response(),
        Some((status, body)) => (StatusCode::from_u16(*status).unwrap(), body.clone()).into_response(),
        None => Json(says.metadata.clone()).into_response(),
    }
}

async fn keys_of(State(says): Said) -> Response {
    let mut says = says.lock().unwrap();
    says.keys_asked += 1;
    Json(says.keys.clone()).into_response()
}

async fn token(State(says): Said, headers: HeaderMap, Form(form): Form<HashMap<String, String>>) -> Response {
    let mut says = says.lock().unwrap();
    let refused = (StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#).into_response();
    let Some((challenge, status, body)) = says.grants.get(&form["code"]).cloned() else {
        return refused;
    };
    let verifier = Sha256::digest(form.get("code_verifier").cloned().unwrap_or_default());
    if URL_SAFE_NO_PAD.encode(verifier) != challenge {
        return refused;
    }
    let shown = headers
        .get(AUTHORIZATION)
        .map(|value| value.to_str().unwrap().to_owned());
    says.told = Some((shown.unwrap_or_default(), form));
    let kind = [(CONTENT_TYPE, "application/json")];
    (StatusCode::from_u16(status).unwrap(), kind, body).into_response()
}
