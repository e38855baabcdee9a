//! Recognising the same complainant without showing who it is (R3.6, R8.1).
//!
//! Ways to reach someone are written in one form and hashed under a key that lies outside the database: whoever has the database
//! alone can neither read them nor try them out.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use huiyin_contracts::views::intake::Complainant;
use sha2::Sha256;

/// What makes the hashes.
#[derive(Clone)]
pub(crate) struct MatchingKey(Hmac<Sha256>);

impl fmt::Debug for MatchingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MatchingKey(redacted)")
    }
}

/// The key is not 32 bytes long.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a matching key is 32 bytes long")]
pub(crate) struct KeyError;

/// One way to recognise somebody, hashed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mark {
    /// `phone`, `email` or `id_document`.
    pub(crate) kind: &'static str,
    pub(crate) hash: [u8; 32],
}

/// The kinds of marks.
pub(crate) const KINDS: [&str; 3] = ["phone", "email", "id_document"];

impl MatchingKey {
    /// The key that these 32 bytes make.
    pub(crate) fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() != 32 {
            return Err(KeyError);
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| KeyError)
    }

    /// How a complainant is recognised. Who stays anonymous is not: a link would tell who they are (R3.4).
    pub(crate) fn marks(&self, who: Option<&Complainant>) -> Vec<Mark> {
        let Some(who) = who.filter(|who| !who.anonymous) else {
            return Vec::new();
        };
        let told = [
            who.phone.as_deref().and_then(phone),
            who.email.as_deref().and_then(email),
            who.id_document.as_deref().and_then(id_document),
        ];
        KINDS
            .into_iter()
            .zip(told)
            .filter_map(|(kind, told)| Some(self.mark(kind, &told?)))
            .collect()
    }

    fn mark(&self, kind: &'static str, told: &str) -> Mark {
        let mut mac = self.0.clone();
        mac.update(b"huiyin matching 1\0");
        mac.update(kind.as_bytes());
        mac.update(b"\0");
        mac.update(told.as_bytes());
        Mark {
            kind,
            hash: mac.finalize().into_bytes().into(),
        }
    }
}

/// Digits only, without the country's own prefix. Fewer than seven are shared by too many to tell anything.
fn phone(told: &str) -> Option<String> {
    let digits: String = told.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    let national = digits
        .strip_prefix("86")
        .filter(|rest| rest.len() >= 10)
        .unwrap_or(digits);
    // A number of another town is dialled with a 0 before it, from abroad without.
    let bare = national.trim_start_matches('0');
    (bare.len() >= 7).then(|| bare.to_owned())
}

fn email(told: &str) -> Option<String> {
    let told = told.trim().to_lowercase();
    (!told.is_empty()).then_some(told)
}

/// Letters and digits only.
fn id_document(told: &str) -> Option<String> {
    let told: String = told.chars().filter(char::is_ascii_alphanumeric).collect();
    (told.len() >= 5).then(|| told.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> MatchingKey {
        MatchingKey::new(&[byte; 32]).unwrap()
    }

    fn reached(phone: &str, email: &str, id: &str) -> Complainant {
        let told = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Complainant {
            phone: told(phone),
            email: told(email),
            id_document: told(id),
            ..Complainant::default()
        }
    }

    #[test]
    fn the_same_way_is_the_same_mark_however_it_is_written() {
        let marks = |who: Complainant| key(1).marks(Some(&who));
        let one = marks(reached(
            "+86 (139) 0000-0000",
            "One@Example.org ",
            "11010119900101 123x",
        ));
        let same = marks(reached("0086 139 0000 0000", "one@example.org", "11010119900101-123X"));
        assert_eq!((one.len(), &one), (3, &same));
        let town = marks(reached("010-5550 0100", "", ""));
        assert_eq!(town, marks(reached("+86 10 5550 0100", "", "")));
    }

    #[test]
    fn another_key_kind_or_way_is_another_mark() {
        let who = reached("13900000000", "", "13900000000");
        let marks = key(1).marks(Some(&who));
        assert_ne!(marks[0].hash, marks[1].hash, "a number that is both");
        assert_ne!(marks, key(2).marks(Some(&who)));
        assert_ne!(marks[0], key(1).marks(Some(&reached("13900000001", "", "")))[0]);
    }

    #[test]
    fn who_is_anonymous_and_what_is_too_short_have_no_mark() {
        let anonymous = Complainant {
            anonymous: true,
            ..reached("13900000000", "", "")
        };
        assert_eq!(key(1).marks(Some(&anonymous)), []);
        assert_eq!(key(1).marks(Some(&reached("95588", "", "A12"))), []);
        assert_eq!(key(1).marks(None), []);
    }

    #[test]
    fn a_key_of_another_length_is_refused_and_none_prints() {
        assert_eq!(
            MatchingKey::new(b"short").unwrap_err().to_string(),
            "a matching key is 32 bytes long"
        );
        assert_eq!(format!("{:?}", key(1)), "MatchingKey(redacted)");
    }
}
