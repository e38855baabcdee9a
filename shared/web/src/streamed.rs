//! A body that is taken as it comes, under an idempotency key: uploads, which fit into no memory.

use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;

use crate::idempotent::{Call, Taken};
use crate::{Gate, Idempotency, Problem};

/// An upload. No layer limits its length: who reads it does, and counts what comes rather than what was announced.
///
/// While it lives, and the [`Idempotency`] made of it, the same key at the same address is refused with 409 in this process.
#[derive(Debug)]
pub struct Streamed {
    call: Call,
    taken: Taken,
    /// The request's headers.
    pub headers: HeaderMap,
    /// What comes.
    pub body: Body,
}

impl Streamed {
    /// How long the sender says it is: good for refusing at once, and for nothing else.
    #[must_use]
    pub fn announced(&self) -> Option<u64> {
        self.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// The request's key, before it is known what came.
    #[must_use]
    pub fn key(&self) -> &str {
        self.call.key()
    }

    /// The body, and what makes the key once it is known what came.
    pub fn parts(self) -> (Body, Unread) {
        let unread = Unread {
            call: self.call,
            taken: self.taken,
        };
        (self.body, unread)
    }
}

/// The key of an upload whose content is not known yet.
#[derive(Debug)]
pub struct Unread {
    call: Call,
    taken: Taken,
}

impl Unread {
    /// The key, now that the content's fingerprint is known.
    #[must_use]
    pub fn read(self, content: &[u8]) -> Idempotency {
        Idempotency::new(self.call, content, self.taken)
    }
}

impl<S: Send + Sync> FromRequest<S> for Streamed
where
    Gate: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let call = Call::of(&request)?;
        let taken = call.take(&Gate::from_ref(state))?;
        let headers = request.headers().clone();
        let body = request.into_body();
        Ok(Self {
            call,
            taken,
            headers,
            body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IDEMPOTENCY_KEY;
    use crate::testing::{post, problem_of, text_of};
    use axum::Router;
    use axum::routing::post as on_post;
    use huiyin_access::Access;
    use huiyin_kernel::Clock;
    use std::sync::Arc;

    /// Answers with the fingerprint of a content that it reads itself.
    async fn shows(upload: Streamed) -> String {
        let (body, unread) = upload.parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        format!("{:?}", unread.read(&bytes).fingerprint())
    }

    fn router() -> Router {
        let gate = Gate::new(Arc::new(Access::built_in().unwrap()), Clock::system());
        crate::layers(Router::new().route("/files", on_post(shows)).with_state(gate))
    }

    #[tokio::test]
    async fn an_upload_longer_than_other_bodies_is_taken_and_has_its_contents_fingerprint() {
        let send = async |content: Vec<u8>| {
            let answer = post(&router(), "/files", &[(IDEMPOTENCY_KEY, "k1")], content).await;
            assert_eq!(answer.status(), 200);
            text_of(answer).await
        };
        let long = vec![b'x'; crate::BODY_LIMIT + 1];
        let first = send(long.clone()).await;
        assert_eq!(first, send(long).await);
        assert_ne!(first, send(vec![b'y']).await);
    }

    #[tokio::test]
    async fn an_upload_without_a_key_is_refused() {
        let problem = problem_of(post(&router(), "/files", &[], "x").await).await;
        assert_eq!((problem.status, problem.code()), (400, "key-missing"));
    }
}
