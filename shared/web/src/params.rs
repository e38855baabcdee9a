//! The address and its query, or a problem.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::json::shortened;

/// Parts of the address. What cannot be one names nothing that exists: 404.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

/// The query, read strictly: 422 for an unknown or wrong parameter. Query types `deny_unknown_fields`.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let raw = RawPathParams::from_request_parts(parts, state).await;
        if raw.is_ok_and(|raw| raw.iter().any(|(_, value)| value.contains('\0'))) {
            return Err(Problem::not_found());
        }
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value))
            .map_err(|rejection| refused(&rejection))
    }
}

fn refused(rejection: &PathRejection) -> Problem {
    if rejection.status() == StatusCode::INTERNAL_SERVER_ERROR {
        return Problem::failed(rejection);
    }
    Problem::not_found()
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Problem::bad_request(
                "nul",
                "the query holds the character U+0000, which no text may",
            ));
        }
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|rejection| Problem::refused("wrong-query", shortened(&rejection.body_text())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{get, problem_of, text_of};
    use axum::Router;
    use axum::routing::get as on_get;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        year: u16,
    }

    fn router() -> Router {
        Router::new()
            .route(
                "/cases",
                on_get(async |Query(filter): Query<Filter>| filter.year.to_string()),
            )
            .route(
                "/cases/{number}",
                on_get(async |Path(number): Path<u32>| number.to_string()),
            )
            .route("/names/{name}", on_get(async |Path(name): Path<String>| name))
    }

    #[tokio::test]
    async fn a_right_address_is_read() {
        assert_eq!(text_of(get(&router(), "/cases?year=2026").await).await, "2026");
        assert_eq!(text_of(get(&router(), "/cases/7").await).await, "7");
    }

    #[tokio::test]
    async fn a_wrong_or_unknown_parameter_is_422() {
        for query in ["", "year=", "year=x", "year=1&year=2", "year=1&month=2"] {
            let problem = problem_of(get(&router(), &format!("/cases?{query}")).await).await;
            assert_eq!((problem.status, problem.code()), (422, "wrong-query"), "{query}");
        }
        let problem = problem_of(get(&router(), "/cases?year=1&month=2").await).await;
        assert!(problem.detail.contains("unknown field `month`"), "{}", problem.detail);
        assert_eq!(problem_of(get(&router(), "/cases?year=%00").await).await.code(), "nul");
    }

    #[tokio::test]
    async fn an_address_that_can_name_nothing_is_404() {
        for address in ["/cases/x", "/cases/-1", "/names/%ff", "/names/a%00b"] {
            assert_eq!(
                problem_of(get(&router(), address).await).await,
                Problem::not_found(),
                "{address}"
            );
        }
    }
}
