//! Requests to a router in this process.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::response::Response;
use tower::ServiceExt;

use crate::{PROBLEM_JSON, Problem};

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.unwrap()
}

pub(crate) async fn get(router: &Router, uri: &str) -> Response {
    send(router, Request::get(uri).body(Body::empty()).unwrap()).await
}

pub(crate) async fn post(router: &Router, uri: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Response {
    let start = Request::post(uri).header("content-type", "application/json");
    let request = headers
        .iter()
        .fold(start, |request, (name, value)| request.header(*name, *value));
    send(router, request.body(body.into()).unwrap()).await
}

pub(crate) async fn text_of(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The problem in a response, which must be one by its media type and its status too.
pub(crate) async fn problem_of(response: Response) -> Problem {
    assert_eq!(response.headers()["content-type"], PROBLEM_JSON);
    let status = response.status().as_u16();
    let problem: Problem = serde_json::from_str(&text_of(response).await).unwrap();
    assert_eq!(problem.status, status);
    problem
}
