//! Every refusal and failure in one shape (RFC 9457).

use std::borrow::Cow;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of a [`Problem`].
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request was not answered as asked. Holds nothing that the caller may not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is: `/problems/<code>`, the same for ever.
    #[serde(rename = "type")]
    #[schema(value_type = String, format = "uri-reference", example = "/problems/not-found")]
    pub kind: Cow<'static, str>,
    /// The kind in a few words.
    #[schema(value_type = String)]
    pub title: Cow<'static, str>,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong this time, in a sentence.
    #[schema(value_type = String)]
    pub detail: Cow<'static, str>,
    /// What is wrong with which field of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// In how many seconds it is worth asking again; also in the header `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Where it stands in the body, as a JSON pointer (RFC 6901); empty for the whole body.
    pub pointer: String,
    /// What is wrong with it, in a sentence.
    pub detail: String,
}

impl FieldError {
    /// What is wrong with the field at `pointer`.
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}

impl Problem {
    /// A problem of any status. `code` is lower-case words with `-` between them, and never changes its meaning.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<Cow<'static, str>>) -> Self {
        let code = code.replace('_', "-");
        Self {
            title: code.replace('-', " ").into(),
            kind: format!("/problems/{code}").into(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// 422: a rule refuses what was sent, and would refuse it again.
    pub fn refused(code: &str, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, sentence)
    }

    /// 409: a rule refuses it as things stand now.
    pub fn conflict(code: &str, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, sentence)
    }

    /// 400: the request cannot be understood.
    pub fn bad_request(code: &str, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, sentence)
    }

    /// 422: these fields are wrong.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = "some fields of the request are wrong";
        Self {
            errors,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail)
        }
    }

    /// 404: it does not exist, or not for this caller.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "there is nothing here")
    }

    /// 401: nobody knows who asks. `code` and sentence say why.
    #[must_use]
    pub fn unauthorized(code: &str, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, sentence)
    }

    /// 403: this caller may not do that.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "you may not do this")
    }

    /// 405: the address exists, but not for this method.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        let detail = "this address does not take this method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
    }

    /// 412: it was changed since it was read.
    #[must_use]
    pub fn changed() -> Self {
        let detail = "it was changed since you read it: read it again";
        Self::new(StatusCode::PRECONDITION_FAILED, "changed", detail)
    }

    /// 413: the body is too long.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "the body is longer than this address takes",
        )
    }

    /// 415: the body is not JSON.
    #[must_use]
    pub fn not_json() -> Self {
        let detail = "send the body as application/json";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", detail)
    }

    /// 422: the idempotency key was used for another request.
    #[must_use]
    pub fn key_reused() -> Self {
        Self::refused("key-reused", "this Idempotency-Key was used for another request")
    }

    /// 409: the same request is being worked on at this moment.
    #[must_use]
    pub fn in_flight() -> Self {
        let detail = "a request with this Idempotency-Key is being worked on";
        Self {
            retry_after: Some(1),
            ..Self::conflict("in-flight", detail)
        }
    }

    /// 503: something that this needs is away; asking again after so many seconds may help.
    #[must_use]
    pub fn unavailable(seconds: u32) -> Self {
        let detail = "something that this needs is not available now: try again later";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail);
        Self {
            retry_after: Some(seconds),
            ..problem
        }
    }

    /// 410: what was kept of it was destroyed when its term was over (R8.3).
    #[must_use]
    pub fn destroyed() -> Self {
        let detail = "what was kept of this was destroyed when its term was over";
        Self::new(StatusCode::GONE, "destroyed", detail)
    }

    /// 429: the caller is slowed down; it is worth asking again after so many seconds.
    #[must_use]
    pub fn slow_down(seconds: u32) -> Self {
        let detail = "that was wrong too often: wait before you try again";
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "slow-down", detail)
        }
    }

    /// 507: there is no room to keep what was sent; asking again after so many seconds may help.
    #[must_use]
    pub fn no_room(seconds: u32) -> Self {
        let detail = "there is no room to keep this now: send it again later";
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::INSUFFICIENT_STORAGE, "no-room", detail)
        }
    }

    /// 500: our fault, of which the caller learns no more.
    #[must_use]
    pub fn internal() -> Self {
        let detail = "something failed on our side; it has been logged";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// 500, with the error and its causes in the log: for what is no refusal. Call it once, where the error ends.
    #[must_use]
    pub fn failed(error: &(dyn std::error::Error + 'static)) -> Self {
        let causes = std::iter::successors(Some(error), |error| error.source());
        let chain: Vec<String> = causes.map(ToString::to_string).collect();
        tracing::error!(error = chain.join(": "), "a request failed");
        Self::internal()
    }

    /// The code: the last part of the type.
    #[must_use]
    pub fn code(&self) -> &str {
        self.kind.rsplit('/').next().unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry = self.retry_after.map(HeaderValue::from);
        let mut response = (status, axum::Json(self)).into_response();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        response
            .headers_mut()
            .extend(retry.map(|seconds| (RETRY_AFTER, seconds)));
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::problem_of;

    #[tokio::test]
    async fn a_problem_is_problem_json_with_a_stable_type() {
        let response = Problem::refused("date_in_future", "the date lies in the future").into_response();
        assert_eq!(response.headers()[CONTENT_TYPE], PROBLEM_JSON);
        let problem = problem_of(response).await;
        assert_eq!(
            (problem.status, problem.code(), &*problem.title),
            (422, "date-in-future", "date in future")
        );
        assert_eq!(problem.kind, "/problems/date-in-future");
    }

    #[tokio::test]
    async fn what_is_away_says_when_to_ask_again() {
        let response = Problem::unavailable(7).into_response();
        assert_eq!(
            (response.status().as_u16(), &response.headers()[RETRY_AFTER]),
            (503, &HeaderValue::from(7))
        );
        assert_eq!(problem_of(response).await.retry_after, Some(7));
    }

    #[tokio::test]
    async fn who_is_slowed_down_and_what_finds_no_room_hear_when_to_come_again() {
        for (problem, status) in [(Problem::slow_down(30), 429), (Problem::no_room(60), 507)] {
            let seconds = problem.retry_after.map(HeaderValue::from);
            let response = problem.into_response();
            assert_eq!(response.status().as_u16(), status);
            assert_eq!(response.headers().get(RETRY_AFTER), seconds.as_ref());
        }
    }

    #[test]
    fn a_failure_tells_the_caller_nothing_of_its_cause() {
        let error = std::io::Error::other("password of the database");
        assert_eq!(Problem::failed(&error), Problem::internal());
    }
}
