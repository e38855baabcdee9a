//! How a service knows who asks.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};
use axum::middleware::{Next, from_fn};
use futures::future::BoxFuture;
use huiyin_kernel::{Clock, Timestamp};
use sha2::{Digest, Sha256};

use crate::caller::{Asked, nobody};
use crate::{Caller, Claims, Problem, TokenError, Verifier};

/// What opaque tokens begin with: those that the desk gives to people and programs, and keeps the hash of.
const OPAQUE: &str = "hys_";
/// How many seconds a service remembers whose an opaque token is. Who has left is cut off within five.
const REMEMBERED: i64 = 3;
/// How many opaque tokens a service remembers.
const MOST: usize = 10_000;

/// Asks whoever keeps opaque tokens for the caller token that one stands for at a service: the token's SHA-256, the service.
/// `Ok(None)` where it stands for nobody; `Err` where nobody answers.
pub type Exchange = Arc<dyn Fn(String, String) -> BoxFuture<'static, Result<Option<String>, String>> + Send + Sync>;

/// How who asks is known.
#[derive(Clone)]
pub struct Callers(Known);

#[derive(Clone)]
enum Known {
    Claimed,
    Signed(Arc<Signed>),
}

struct Signed {
    verifier: Verifier,
    clock: Clock,
    exchange: Exchange,
    remembered: Mutex<HashMap<(String, String), (Timestamp, Claims)>>,
}

impl fmt::Debug for Callers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signed = matches!(self.0, Known::Signed(_));
        f.debug_struct("Callers").field("signed", &signed).finish()
    }
}

impl Callers {
    /// Whoever a request's headers name: only where nobody but services can reach the address.
    #[must_use]
    pub fn claimed() -> Self {
        Self(Known::Claimed)
    }

    /// Whoever a signed token names.
    #[must_use]
    pub fn signed(verifier: Verifier, clock: Clock, exchange: Exchange) -> Self {
        let remembered = Mutex::default();
        Self(Known::Signed(Arc::new(Signed {
            verifier,
            clock,
            exchange,
            remembered,
        })))
    }

    /// Whether headers alone are believed.
    #[must_use]
    pub fn believes_headers(&self) -> bool {
        matches!(self.0, Known::Claimed)
    }

    /// The routes of a service, each of which knows who asks.
    pub fn guard(&self, service: &'static str, routes: Router) -> Router {
        let callers = self.clone();
        routes.layer(from_fn(move |mut request: Request, next: Next| {
            let callers = callers.clone();
            async move {
                let found = callers.find(request.method().clone(), request.headers().clone(), service);
                let asked = Asked(found.await);
                request.extensions_mut().insert(asked);
                next.run(request).await
            }
        }))
    }

    async fn find(&self, method: Method, headers: HeaderMap, service: &str) -> Result<Caller, Problem> {
        let Known::Signed(signed) = &self.0 else {
            return Caller::claimed(&headers);
        };
        let claims = signed.claims(bearer(&headers)?, service).await?;
        if claims.reads_only && !matches!(method, Method::GET | Method::HEAD) {
            return Err(Problem::new(
                axum::http::StatusCode::FORBIDDEN,
                "token-reads-only",
                "this token serves for reading alone",
            ));
        }
        Ok(Caller(claims.caller()))
    }
}

/// The token of a request, which stands in it once.
fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = match (values.next(), values.next()) {
        (None, _) => return Err(nobody()),
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    };
    let pair = value.and_then(|value| value.split_once(' '));
    match pair {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(TokenError::Malformed.into()),
    }
}

impl Signed {
    async fn claims(&self, token: &str, service: &str) -> Result<Claims, Problem> {
        if !token.starts_with(OPAQUE) {
            return Ok(self.verifier.verify(token, service, self.clock.now())?);
        }
        let key = (hash(token), service.to_owned());
        if let Some(claims) = self.remembers(&key) {
            return Ok(claims);
        }
        let exchanged = (self.exchange)(key.0.clone(), key.1.clone()).await;
        let signed = exchanged.map_err(|error| {
            tracing::warn!(error, "nobody says whose a token is");
            Problem::unavailable(1)
        })?;
        let signed = signed.ok_or_else(ended)?;
        let claims = self.verifier.verify(&signed, service, self.clock.now())?;
        self.remember(key, claims.clone());
        Ok(claims)
    }

    fn remembers(&self, key: &(String, String)) -> Option<Claims> {
        let now = self.clock.now().as_second();
        let known = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, claims) = known.get(key)?;
        (now.saturating_sub(since.as_second()) < REMEMBERED).then(|| claims.clone())
    }

    fn remember(&self, key: (String, String), claims: Claims) {
        let now = self.clock.now();
        let mut known = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, (now, claims));
    }
}

fn ended() -> Problem {
    Problem::unauthorized(
        "token-unknown",
        "this token stands for nobody: it has expired, was ended, or never was; sign in again",
    )
}

/// What is kept of an opaque token.
fn hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
