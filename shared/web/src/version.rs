//! Changes that do not overwrite each other: `ETag` and `If-Match` (RFC 9110).

use axum::extract::FromRequestParts;
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

use crate::Problem;

/// How often something has been changed. Put before the body of an answer it becomes the header `ETag: "v3"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub i64);

impl IntoResponseParts for Version {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        let tag = HeaderValue::try_from(format!("\"v{}\"", self.0));
        parts.headers_mut().extend(tag.ok().map(|tag| (ETAG, tag)));
        Ok(parts)
    }
}

/// What the caller last read, if they say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfMatch(Wanted);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Any,
    OneOf(Vec<String>),
}

impl IfMatch {
    /// Goes on only where the caller read the current version, or does not care.
    ///
    /// # Errors
    /// 412 where it was changed since.
    pub fn check(&self, current: Version) -> Result<(), Problem> {
        match &self.0 {
            Wanted::OneOf(tags) if !tags.contains(&format!("v{}", current.0)) => Err(Problem::changed()),
            _ => Ok(()),
        }
    }

    /// The latest version among those that the caller names: what was changed after it is news to them.
    #[must_use]
    pub fn newest(&self) -> Option<i64> {
        match &self.0 {
            Wanted::Any => None,
            Wanted::OneOf(tags) => tags.iter().filter_map(|tag| tag.strip_prefix('v')?.parse().ok()).max(),
        }
    }

    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let bad = || {
            Problem::bad_request(
                "wrong-header",
                "the header If-Match is wrong: give the ETag as it was read",
            )
        };
        let mut tags = Vec::new();
        for value in headers.get_all(IF_MATCH) {
            for tag in value.to_str().map_err(|_| bad())?.split(',').map(str::trim) {
                if tag == "*" {
                    return Ok(Self(Wanted::Any));
                }
                // A weak tag is well formed and, by the standard, matches nothing here: its prefix stays on.
                let weak = tag.strip_prefix("W/");
                let inner = weak
                    .unwrap_or(tag)
                    .strip_prefix('"')
                    .and_then(|rest| rest.strip_suffix('"'));
                let inner = inner.filter(|inner| !inner.contains('"')).ok_or_else(bad)?;
                tags.push(if weak.is_some() {
                    tag.to_owned()
                } else {
                    inner.to_owned()
                });
            }
        }
        Ok(Self(if headers.contains_key(IF_MATCH) {
            Wanted::OneOf(tags)
        } else {
            Wanted::Any
        }))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        Self::of(&parts.headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    fn check(values: &[&'static str], current: i64) -> Result<(), Problem> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IF_MATCH, HeaderValue::from_static(value));
        }
        IfMatch::of(&headers)?.check(Version(current))
    }

    #[test]
    fn a_version_is_a_strong_tag() {
        assert_eq!((Version(3), "x").into_response().headers()[ETAG], "\"v3\"");
    }

    #[test]
    fn the_version_read_or_none_goes_through() {
        for values in [&[][..], &["*"], &["\"v3\""], &["\"v2\", \"v3\""], &["\"v2\"", "\"v3\""]] {
            assert_eq!(check(values, 3), Ok(()), "{values:?}");
        }
    }

    #[test]
    fn another_version_is_412() {
        for values in [&["\"v2\""][..], &["W/\"v3\""], &["\"v33\""], &["\"3\""], &["\"W/v3\""]] {
            assert_eq!(check(values, 3), Err(Problem::changed()), "{values:?}");
        }
        assert_eq!(Problem::changed().status, 412);
    }

    #[test]
    fn the_newest_of_the_versions_read_is_known() {
        let newest = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.append(IF_MATCH, HeaderValue::from_static(value));
            IfMatch::of(&headers).unwrap().newest()
        };
        assert_eq!(
            (newest("\"v2\", \"v11\""), newest("*"), newest("\"x\"")),
            (Some(11), None, None)
        );
    }

    #[test]
    fn a_malformed_tag_is_400() {
        for value in ["", "v3", "\"v3", "\"", "\"v3\" \"v4\""] {
            assert_eq!(check(&[value], 3).unwrap_err().code(), "wrong-header", "{value}");
        }
    }
}
