//! What is laid around every router.

use std::any::Any;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::Problem;
use crate::span::within_span;

/// How many bytes a body has at most, where a route does not say otherwise by [`body_limit`].
pub const BODY_LIMIT: usize = 256 * 1024;

/// Another limit for one route or router, as for imports: `.layer(body_limit(64 << 20))`.
pub fn body_limit(bytes: usize) -> DefaultBodyLimit {
    DefaultBodyLimit::max(bytes)
}

/// The finished router of a service within: its span, security headers, a body limit, problems for unknown addresses and methods,
/// and a problem instead of a broken connection where a handler panics. Call it last: it covers the routes that are there.
pub fn layers(router: Router) -> Router {
    router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(unless_set(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(unless_set(REFERRER_POLICY, "no-referrer"))
        .layer(unless_set(CACHE_CONTROL, "no-store"))
        .layer(from_fn(within_span))
}

fn unless_set(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// The panic's words may hold what was being worked on: they stay out of the log.
fn panicked(_words: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Problem::internal().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{get, post, problem_of, text_of};
    use axum::body::Bytes;
    use axum::routing::{get as on_get, post as on_post};

    async fn fails() {
        panic!("a secret");
    }

    fn router() -> Router {
        let size = async |body: Bytes| body.len().to_string();
        let inside = Router::new()
            .route("/small", on_post(size))
            .route("/large", on_post(size).layer(body_limit(2 * BODY_LIMIT)))
            .route("/page", on_get(async || ([(CACHE_CONTROL, "max-age=60")], "x")))
            .route("/fails", on_get(fails));
        layers(Router::new().nest("/intake/v1", inside))
    }

    #[tokio::test]
    async fn an_unknown_address_is_404_and_a_wrong_method_405() {
        for address in ["/", "/nothing", "/intake/v1", "/intake/v1/nothing"] {
            assert_eq!(
                problem_of(get(&router(), address).await).await,
                Problem::not_found(),
                "{address}"
            );
        }
        let response = get(&router(), "/intake/v1/small").await;
        assert_eq!(response.headers()["allow"], "POST");
        assert_eq!(problem_of(response).await, Problem::method_not_allowed());
    }

    #[tokio::test]
    async fn a_panic_is_a_500_that_says_nothing() {
        let problem = problem_of(get(&router(), "/intake/v1/fails").await).await;
        assert_eq!(problem, Problem::internal());
    }

    #[tokio::test]
    async fn a_route_can_take_longer_bodies_than_the_others() {
        let body = vec![b'x'; BODY_LIMIT + 1];
        assert_eq!(
            post(&router(), "/intake/v1/small", &[], body.clone()).await.status(),
            413
        );
        let response = post(&router(), "/intake/v1/large", &[], body).await;
        assert_eq!(text_of(response).await, (BODY_LIMIT + 1).to_string());
    }

    #[tokio::test]
    async fn answers_carry_the_security_headers_refusals_and_panics_too() {
        for address in ["/nothing", "/intake/v1/fails", "/intake/v1/small"] {
            let response = get(&router(), address).await;
            assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(response.headers()[REFERRER_POLICY], "no-referrer");
            assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
        }
        let page = get(&router(), "/intake/v1/page").await;
        assert_eq!(page.headers()[CACHE_CONTROL], "max-age=60", "a page's own rule stays");
    }
}
