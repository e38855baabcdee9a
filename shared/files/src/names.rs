//! File names in headers: UTF-8, percent-encoded.

use std::fmt::Display;

use crate::media_type::ending;

/// The text that a header tells; nothing where it is no percent-encoding, or no UTF-8.
#[must_use]
pub fn decoded(text: &[u8]) -> Option<String> {
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
#[must_use]
pub fn disposition(id: &impl Display, media_type: &str, name: Option<&str>) -> String {
    let ours = format!("attachment; filename=\"{id}.{}\"", ending(media_type));
    match name {
        Some(name) => format!("{ours}; filename*=UTF-8''{}", encoded(name)),
        None => ours,
    }
}

/// A text as a header tells it.
#[must_use]
pub fn encoded(name: &str) -> String {
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
    fn what_is_no_percent_encoding_or_no_utf8_is_nothing() {
        for wrong in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(decoded(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn a_file_is_given_out_to_be_saved_under_a_name_of_ours() {
        let html = disposition(&7, "text/html", Some("a\"\r\nb.html"));
        assert_eq!(
            html,
            "attachment; filename=\"7.bin\"; filename*=UTF-8''a%22%0D%0Ab.html"
        );
    }
}
