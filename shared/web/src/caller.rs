//! Who asks, once it is known.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;

use crate::Problem;

/// Who asks, as [`crate::Callers`] found out before the handler. Where nothing found out, nobody is believed: 401.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller(pub huiyin_access::Caller);

/// What was found out about who asks.
#[derive(Clone, Debug)]
pub(crate) struct Asked(pub(crate) Result<Caller, Problem>);

impl Deref for Caller {
    type Target = huiyin_access::Caller;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        match parts.extensions.get::<Asked>() {
            Some(Asked(found)) => found.clone(),
            None => Err(nobody()),
        }
    }
}

impl Caller {
    /// What who asks is called beside an idempotency key. Complainants come without a name.
    pub(crate) fn name(extensions: &Extensions) -> String {
        match extensions.get::<Asked>() {
            Some(Asked(Ok(caller))) => caller.actor.to_string(),
            _ => "nobody".to_owned(),
        }
    }
}

/// The request does not say who asks.
pub(crate) fn nobody() -> Problem {
    Problem::unauthorized(
        "not-signed-in",
        "say who you are: sign in, and send the token as Authorization: Bearer",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{get, problem_of};
    use axum::Router;
    use axum::routing::get as on_get;

    #[tokio::test]
    async fn a_router_that_nobody_told_how_to_know_its_callers_believes_none() {
        let router = Router::new().route("/", on_get(async |_caller: Caller| "in"));
        let response = get(&router, "/").await;
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(problem_of(response).await, nobody());
    }
}
