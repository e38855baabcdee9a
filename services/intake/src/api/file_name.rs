//! File names in headers: UTF-8, percent-encoded.

use axum::http::HeaderValue;
use huiyin_files::names::decoded;
use huiyin_web::Problem;

/// The name that a request tells.
pub(super) fn told_name(value: &HeaderValue) -> Result<String, Problem> {
    decoded(value.as_bytes()).ok_or_else(|| {
        Problem::bad_request(
            "bad-file-name",
            "give the header Huiyin-File-Name as UTF-8 with percent-encoding",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_percent_encoding_or_no_utf8_is_refused() {
        for wrong in ["%", "%4", "%zz", "%ff"] {
            let problem = told_name(&HeaderValue::from_static(wrong)).unwrap_err();
            assert_eq!(
                (problem.status, &*problem.detail),
                (400, "give the header Huiyin-File-Name as UTF-8 with percent-encoding")
            );
        }
    }
}
