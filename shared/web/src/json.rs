//! A JSON body, or a problem that says what is wrong with it.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use crate::{FieldError, Problem};

/// A JSON body, read strictly: 415 for another media type, 413 when it is too long, 400 when it is no JSON, 422 with a JSON
/// pointer when it is not what is asked for. Request types `deny_unknown_fields`. Also answers with JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = body(request, state).await?;
        parse(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The bytes of a JSON body, at most as many as the layer around the route allows.
pub(crate) async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    if !says_json(request.headers()) {
        return Err(Problem::not_json());
    }
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Problem::too_large(),
            _ => Problem::bad_request("broken-body", "the body broke off"),
        })
}

fn says_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::bad_request("not-utf8", "the body is not UTF-8"))?;
    if has_nul(text) {
        return Err(Problem::bad_request(
            "nul",
            "the body holds the character U+0000, which no text may",
        ));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| wrong(error.path(), error.inner()))?;
    reader.end().map_err(|error| no_json(&error))?;
    Ok(value)
}

fn wrong(path: &Path, error: &serde_json::Error) -> Problem {
    if !error.is_data() {
        return no_json(error);
    }
    // The reader's own place, a line and a column, is of no use beside the pointer.
    let whole = error.to_string();
    let detail = whole
        .rsplit_once(" at line ")
        .map_or(whole.as_str(), |(detail, _)| detail);
    Problem::invalid(vec![FieldError::new(pointer(path, detail), shortened(detail))])
}

fn no_json(error: &serde_json::Error) -> Problem {
    let detail = format!(
        "the body is no JSON that can be read: line {}, column {}",
        error.line(),
        error.column()
    );
    Problem::bad_request("broken-json", detail)
}

/// Where in the body; the parser names a missing or doubled field in its message alone.
fn pointer(path: &Path, detail: &str) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", escaped(key))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let field = ["missing field `", "duplicate field `"]
        .iter()
        .find_map(|words| detail.strip_prefix(words));
    if let Some(field) = field.and_then(|rest| rest.strip_suffix('`')) {
        pointer.push_str(&format!("/{}", escaped(field)));
    }
    pointer
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The parser repeats the value that it did not expect, which may be the whole body.
pub(crate) fn shortened(detail: &str) -> String {
    const LONGEST: usize = 300;
    if detail.chars().count() <= LONGEST {
        return detail.to_owned();
    }
    detail.chars().take(LONGEST).chain(['…']).collect()
}

/// Whether the text holds U+0000, as itself or escaped: PostgreSQL keeps it in no text, so a later failure would be ours.
fn has_nul(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\0']) {
        let Some(after) = rest.get(at..).and_then(|here| here.strip_prefix('\\')) else {
            return true;
        };
        if after.starts_with("u0000") {
            return true;
        }
        // The escaped character is skipped, so that `\\u0000` (a backslash and letters) is no NUL.
        let mut chars = after.chars();
        chars.next();
        rest = chars.as_str();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{post, problem_of, send, text_of};
    use axum::Router;
    use axum::body::Body;
    use axum::routing::post as on_post;
    use serde::Deserialize;

    #[derive(Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Visit {
        place: String,
        persons: Vec<Person>,
    }

    #[derive(Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Person {
        age: u8,
    }

    fn router() -> Router {
        crate::layers(Router::new().route("/visits", on_post(async |Json(visit): Json<Visit>| Json(visit))))
    }

    async fn refused(body: impl Into<Body>) -> Problem {
        problem_of(post(&router(), "/visits", &[], body).await).await
    }

    #[tokio::test]
    async fn a_right_body_is_read() {
        let body = r#"{"place":"C:\\u0000","persons":[{"age":7}]}"#;
        assert_eq!(text_of(post(&router(), "/visits", &[], body).await).await, body);
    }

    #[tokio::test]
    async fn a_body_of_another_media_type_is_415() {
        for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
            let request = Request::post("/visits")
                .header("content-type", kind)
                .body(Body::from("{}"))
                .unwrap();
            assert_eq!(problem_of(send(&router(), request).await).await.status, 415);
        }
        let request = Request::post("/visits").body(Body::from("{}")).unwrap();
        let problem = problem_of(send(&router(), request).await).await;
        assert_eq!(problem.detail, "send the body as application/json");
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_413() {
        let body = format!(r#"{{"place":"{}","persons":[]}}"#, "x".repeat(crate::BODY_LIMIT));
        assert_eq!(refused(body).await, Problem::too_large());
    }

    #[tokio::test]
    async fn what_is_no_utf8_or_no_json_is_400() {
        assert_eq!(refused(b"{\"place\":\"\xff\"}".to_vec()).await.code(), "not-utf8");
        for broken in [
            "",
            "{",
            "{]",
            r#"{"place":"#,
            r#"{"place":"a","persons":[]} x"#,
            r#"{"place":"\ud800"}"#,
        ] {
            let problem = refused(broken).await;
            assert_eq!((problem.status, problem.code()), (400, "broken-json"), "{broken}");
        }
    }

    #[tokio::test]
    async fn the_character_nul_is_400() {
        for nul in [
            r#"{"place":"a\u0000b","persons":[]}"#,
            r#"{"place":"\\\u0000","persons":[]}"#,
            "{\"place\":\"\0\"}",
        ] {
            assert_eq!(refused(nul).await.code(), "nul", "{nul}");
        }
    }

    #[tokio::test]
    async fn ten_thousand_levels_of_nesting_are_400() {
        for (open, close) in [("[", "]"), (r#"{"place":"#, "}")] {
            let problem = refused(open.repeat(10_000) + &close.repeat(10_000)).await;
            assert!([400, 422].contains(&problem.status), "{problem:?}");
        }
        let any = Router::new().route("/any", on_post(async |Json(_): Json<serde_json::Value>| ()));
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert_eq!(
            problem_of(post(&any, "/any", &[], deep).await).await.code(),
            "broken-json"
        );
    }

    #[tokio::test]
    async fn a_wrong_field_is_422_with_its_pointer() {
        for (body, pointer, words) in [
            (
                r#"{"place":5,"persons":[]}"#,
                "/place",
                "invalid type: integer `5`, expected a string",
            ),
            (
                r#"{"place":"a","persons":[{"age":300}]}"#,
                "/persons/0/age",
                "invalid value: integer `300`, expected u8",
            ),
            (
                r#"{"place":"a","persons":[{"age":1},{}]}"#,
                "/persons/1/age",
                "missing field `age`",
            ),
            (
                r#"{"place":"a","persons":[],"a/b":1}"#,
                "/a~1b",
                "unknown field `a/b`, expected `place` or `persons`",
            ),
            (r#"{"place":"a","place":"b"}"#, "/place", "duplicate field `place`"),
            ("null", "", "invalid type: null, expected struct Visit"),
        ] {
            assert_eq!(
                refused(body).await,
                Problem::invalid(vec![FieldError::new(pointer, words)]),
                "{body}"
            );
        }
    }

    #[tokio::test]
    async fn a_refusal_does_not_repeat_a_long_value() {
        let problem = refused(format!(r#"{{"place":"a","persons":"{}"}}"#, "长".repeat(9_000))).await;
        assert_eq!(problem.errors[0].detail.chars().count(), 301);
    }
}
