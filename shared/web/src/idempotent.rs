//! Requests that may be sent again without happening again (P3).

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{FromRef, FromRequest, OriginalUri, Request};
use axum::http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::json::{body, parse};
use crate::{Caller, Gate, Problem};

/// The header with the key under which a request may be sent again.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

const LONGEST_KEY: usize = 255;

/// A JSON body under an idempotency key: what every POST that creates something takes.
#[derive(Debug)]
pub struct Idempotent<T> {
    /// The key; hold it until the answer is committed.
    pub idempotency: Idempotency,
    /// The body, read as [`crate::Json`] reads it.
    pub body: T,
}

/// The key of a request and what the request was. Keep both with the answer, in the transaction that does the work; the same key
/// with another fingerprint is [`Problem::key_reused`]. As an extractor it is for requests without a JSON body.
///
/// While it lives, the same key at the same address is refused with 409 in this process.
#[derive(Debug)]
pub struct Idempotency {
    key: String,
    fingerprint: [u8; 32],
    _taken: Taken,
}

impl Idempotency {
    pub(crate) fn new(call: Call, content: &[u8], taken: Taken) -> Self {
        Self {
            fingerprint: call.fingerprint(content),
            key: call.key,
            _taken: taken,
        }
    }

    /// The key: 1 to 255 visible ASCII characters.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// SHA-256 of caller, method, path and body. The caller is in it so that nobody gets another's answer by guessing a key.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    fn take(gate: &Gate, call: Call, content: &[u8]) -> Result<Self, Problem> {
        let taken = call.take(gate)?;
        Ok(Self::new(call, content, taken))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Idempotent<T>
where
    Gate: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let call = Call::of(&request)?;
        let bytes = body(request, state).await?;
        let value = parse(&bytes)?;
        let idempotency = Idempotency::take(&Gate::from_ref(state), call, canonical(&parse(&bytes)?).as_bytes())?;
        Ok(Self {
            idempotency,
            body: value,
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Idempotency
where
    Gate: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let call = Call::of(&request)?;
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Problem::too_large())?;
        Self::take(&Gate::from_ref(state), call, &bytes)
    }
}

/// All of a request but its body.
#[derive(Debug)]
pub(crate) struct Call {
    key: String,
    caller: String,
    method: String,
    path: String,
}

impl Call {
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn of(request: &Request) -> Result<Self, Problem> {
        // A nested router cuts its own prefix from the address.
        let whole = request.extensions().get::<OriginalUri>().map(|uri| uri.0.path());
        Ok(Self {
            key: key_of(request.headers())?,
            caller: Caller::name(request.extensions()),
            method: request.method().to_string(),
            path: whole.unwrap_or_else(|| request.uri().path()).to_owned(),
        })
    }

    /// Holds the key at this address until what is answered is dropped.
    pub(crate) fn take(&self, gate: &Gate) -> Result<Taken, Problem> {
        gate.in_flight()
            .take(format!("{} {}", self.path, self.key))
            .ok_or_else(Problem::in_flight)
    }

    fn fingerprint(&self, content: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in [
            self.caller.as_bytes(),
            self.method.as_bytes(),
            self.path.as_bytes(),
            content,
        ] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let sentence = "give the header Idempotency-Key once: 1 to 255 visible ASCII characters, new for each request that is not a repeat";
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    match (values.next(), values.next()) {
        (None, _) => Err(Problem::bad_request("key-missing", sentence)),
        (Some(value), None) => match value.to_str() {
            Ok(key) if (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) => {
                Ok(key.to_owned())
            }
            _ => Err(Problem::bad_request("key-malformed", sentence)),
        },
        _ => Err(Problem::bad_request("key-malformed", sentence)),
    }
}

/// The body without what does not matter: white space and the order of fields.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<_, _> = fields.iter().collect();
            let field =
                |(name, value): (&String, &Value)| format!("{}:{}", Value::from(name.as_str()), canonical(value));
            format!("{{{}}}", sorted.into_iter().map(field).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        simple => simple.to_string(),
    }
}

/// The keys that are being worked on in this process.
#[derive(Clone, Debug, Default)]
pub(crate) struct InFlight(Arc<Mutex<HashSet<String>>>);

impl InFlight {
    fn take(&self, what: String) -> Option<Taken> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(what.clone()).then(|| Taken { what, of: self.clone() })
    }
}

/// Gives the key back when dropped, also when the request was given up.
#[derive(Debug)]
pub(crate) struct Taken {
    what: String,
    of: InFlight,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.of
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Callers;
    use crate::testing::{post, problem_of, text_of};
    use axum::Router;
    use axum::routing::post as on_post;
    use huiyin_access::Access;
    use huiyin_kernel::Clock;
    use serde::Deserialize;
    use tokio::sync::Notify;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Visit {
        #[serde(rename = "place")]
        _place: String,
        #[serde(rename = "of")]
        _of: Option<Value>,
    }

    fn gate() -> Gate {
        Gate::new(Arc::new(Access::built_in().unwrap()), Clock::system())
    }

    /// Answers with the fingerprint.
    async fn shows(visit: Idempotent<Visit>) -> String {
        format!("{} {:?}", visit.idempotency.key(), visit.idempotency.fingerprint())
    }

    fn router() -> Router {
        let inside = Router::new()
            .route("/visits", on_post(shows))
            .route("/calls", on_post(shows));
        let both = Router::new()
            .nest("/a", inside.clone())
            .nest("/b", inside)
            .with_state(gate());
        Callers::claimed().guard("a", both)
    }

    async fn fingerprint(uri: &str, headers: &[(&str, &str)], body: &'static str) -> String {
        let headers = [&[(IDEMPOTENCY_KEY, "k1")], headers].concat();
        let text = text_of(post(&router(), uri, &headers, body).await).await;
        assert!(text.starts_with("k1 ["), "{text}");
        text
    }

    #[tokio::test]
    async fn without_a_key_it_is_refused_with_the_headers_name() {
        let problem = problem_of(post(&router(), "/a/visits", &[], "{}").await).await;
        assert_eq!((problem.status, problem.code()), (400, "key-missing"));
        assert!(problem.detail.contains("Idempotency-Key"));
    }

    #[tokio::test]
    async fn a_key_of_anything_but_1_to_255_visible_characters_is_refused() {
        let long = "k".repeat(256);
        for keys in [vec![""], vec!["a b"], vec!["键"], vec![&long], vec!["a", "b"]] {
            let headers: Vec<_> = keys.iter().map(|key| (IDEMPOTENCY_KEY, *key)).collect();
            let problem = problem_of(post(&router(), "/a/visits", &headers, r#"{"place":"x"}"#).await).await;
            assert_eq!(problem.code(), "key-malformed", "{keys:?}");
        }
    }

    #[tokio::test]
    async fn the_same_request_has_the_same_fingerprint_however_it_is_written() {
        let one = fingerprint("/a/visits", &[], r#"{"place":"x","of":{"b":[1,2],"a":null}}"#).await;
        let same = fingerprint(
            "/a/visits",
            &[],
            r#" { "of": {"a":null, "b":[1, 2]}, "place":"\u0078" } "#,
        )
        .await;
        assert_eq!(one, same);
    }

    #[tokio::test]
    async fn another_body_address_or_caller_has_another_fingerprint() {
        let body = r#"{"place":"x"}"#;
        let all: HashSet<String> = [
            fingerprint("/a/visits", &[], body).await,
            fingerprint("/b/visits", &[], body).await,
            fingerprint("/a/calls", &[], body).await,
            fingerprint("/a/visits", &[], r#"{"place":"y"}"#).await,
            fingerprint("/a/visits", &[("huiyin-staff", "s1")], body).await,
        ]
        .into();
        assert_eq!(all.len(), 5);
    }

    #[tokio::test]
    async fn the_same_key_at_once_is_409_and_free_again_afterwards() {
        let (started, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let wait = {
            let (started, go) = (started.clone(), go.clone());
            async move |_key: Idempotency| {
                started.notify_one();
                go.notified().await;
            }
        };
        let router = Router::new().route("/visits", on_post(wait)).with_state(gate());
        let send = || post(&router, "/visits", &[(IDEMPOTENCY_KEY, "k1")], "");
        let second = async {
            started.notified().await;
            let response = send().await;
            assert_eq!(response.headers()["retry-after"], "1");
            assert_eq!(problem_of(response).await, Problem::in_flight());
            go.notify_one();
        };
        let (first, ()) = tokio::join!(send(), second);
        assert_eq!(first.status(), 200);
        go.notify_one();
        assert_eq!(send().await.status(), 200);
    }

    #[test]
    fn a_reused_key_is_422() {
        assert_eq!(
            (Problem::key_reused().status, Problem::key_reused().code()),
            (422, "key-reused")
        );
    }
}
