//! Addresses on the desk, built in one place so that everything in them is encoded.

use std::fmt::Write as _;

/// A path with a query. Empty values are left out: a form that is sent half filled makes a clean address.
pub(crate) fn address(path: &str, query: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let mut mark = '?';
    for (key, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(mark);
        encode(key, &mut address);
        address.push('=');
        encode(value, &mut address);
        mark = '&';
    }
    address
}

/// A text as it stands in a query or a form.
pub(crate) fn encoded(text: &str) -> String {
    let mut into = String::new();
    encode(text, &mut into);
    into
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_address_cannot_leave_its_place() {
        assert_eq!(
            address("/desk/", &[("channel", "a&lang=x\"><"), ("stage", ""), ("unit", "分")]),
            "/desk/?channel=a%26lang%3Dx%22%3E%3C&unit=%E5%88%86"
        );
        assert_eq!(address("/desk/", &[]), "/desk/");
    }
}
