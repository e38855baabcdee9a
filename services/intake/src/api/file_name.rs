//! File names in headers: UTF-8, percent-encoded.

use axum::http::HeaderValue;
use huiyin_web::Problem;

use crate::domain::attach::Attachment;
use crate::domain::media_type::ending;

/// The name that a request tells.
pub(super) fn told_name(value: &HeaderValue) -> Result<String, Problem> {
    decoded(value.as_bytes()).ok_or_else(|| {
        Problem::bad_request(
            "bad-file-name",
            "give the header Huiyin-File-Name as UTF-8 with percent-encoding",
        )
    })
}

fn decoded(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let mut digit = || char::from(*rest.next()?).to_digit(16);
        let code = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(code).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// How a file is given out: to be saved, under a name of ours; its own name stands beside it, encoded.
pub(super) fn disposition(attachment: &Attachment) -> String {
    let ending = ending(&attachment.media_type);
    let ours = format!("attachment; filename=\"{}.{ending}\"", attachment.id);
    match &attachment.name {
        Some(name) => format!("{ours}; filename*=UTF-8''{}", encoded(name)),
        None => ours,
    }
}

fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            plain if plain.is_ascii_alphanumeric() || matches!(plain, b'.' | b'-' | b'_') => {
                char::from(plain).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back_as_it_was_told() {
        for name in ["收据 1.jpg", "a\"b;c.pdf", "100%.txt"] {
            assert_eq!(decoded(encoded(name).as_bytes()).as_deref(), Some(name));
        }
    }

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
