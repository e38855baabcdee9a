//! The receipt with which a complainant follows their complaint (R3.3).
//!
//! The code is computed from the complaint's id under a secret key: so a retried registration answers the same code although only
//! its hash is kept.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use huiyin_kernel::ComplaintId;
use sha2::{Digest, Sha256};

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code: 128 bits in fives, rounded up.
const LETTERS: usize = 26;
/// Letters in a group, for reading aloud.
const GROUP: usize = 5;

/// What makes receipt codes.
#[derive(Clone)]
pub(crate) struct ReceiptKey(Hmac<Sha256>);

impl fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptKey(redacted)")
    }
}

/// The key is not 32 bytes long.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a receipt key is 32 bytes long")]
pub(crate) struct KeyError;

impl ReceiptKey {
    /// The key that these 32 bytes make.
    pub(crate) fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() != 32 {
            return Err(KeyError);
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| KeyError)
    }

    /// The complaint's code: 128 bits that nobody can guess from its id.
    pub(crate) fn code(&self, complaint: ComplaintId) -> ReceiptCode {
        let mut mac = self.0.clone();
        mac.update(b"huiyin receipt 1\0");
        mac.update(complaint.uuid().as_bytes());
        let bytes = mac.finalize().into_bytes();
        let bits = bytes
            .iter()
            .take(16)
            .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let letters = (0..LETTERS).rev().map(|place| {
            let five = usize::try_from(bits >> (place * 5) & 31).unwrap_or_default();
            ALPHABET.get(five).copied().map_or('0', char::from)
        });
        ReceiptCode(letters.collect())
    }
}

/// A code in its plain form: capitals and digits, without hyphens.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ReceiptCode(String);

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(redacted)")
    }
}

impl ReceiptCode {
    /// Reads a code as a person types it: small letters, blanks, hyphens; O for 0, I and L for 1.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let letters = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            });
        let code: String = letters.take(LETTERS + 1).collect();
        let fits = code.len() == LETTERS && code.bytes().all(|b| ALPHABET.contains(&b));
        fits.then_some(Self(code))
    }

    /// The code in groups, as it is printed.
    pub(crate) fn grouped(&self) -> String {
        let mut text = String::with_capacity(LETTERS + LETTERS / GROUP);
        for (at, letter) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        text
    }

    /// What the register keeps.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

/// Whether a typed code is the one whose hash is kept. Takes the same time whether it is, is not, or there is no complaint.
pub(crate) fn fits(typed: &str, kept: Option<&[u8]>) -> bool {
    let typed = ReceiptCode::read(typed);
    let hash = typed.as_ref().map_or([0; 32], ReceiptCode::hash);
    let other = [0xff; 32];
    let kept_or_other: &[u8] = kept.filter(|kept| kept.len() == hash.len()).unwrap_or(&other);
    let difference = hash
        .iter()
        .zip(kept_or_other)
        .fold(0_u8, |difference, (a, b)| difference | (a ^ b));
    std::hint::black_box(difference) == 0 && typed.is_some() && kept.is_some()
}

#[cfg(test)]
mod tests {
    use super::super::samples::complaint;
    use super::*;

    fn key(byte: u8) -> ReceiptKey {
        ReceiptKey::new(&[byte; 32]).unwrap()
    }

    #[test]
    fn a_complaint_has_one_code_of_128_bits_under_one_key() {
        let code = key(1).code(complaint().id);
        assert_eq!(code, key(1).code(complaint().id));
        assert_ne!(code, key(2).code(complaint().id));
        assert_eq!(code.grouped().len(), 31);
        assert_eq!(format!("{code:?}"), "ReceiptCode(redacted)");
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = key(1).code(complaint().id);
        let typed = code
            .grouped()
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(ReceiptCode::read(&typed), Some(code.clone()));
        assert!(fits(&typed, Some(&code.hash())));
    }

    #[test]
    fn a_wrong_code_no_code_and_no_complaint_are_all_the_same() {
        let code = key(1).code(complaint().id);
        let other = key(2).code(complaint().id);
        assert!(!fits(&other.grouped(), Some(&code.hash())));
        assert!(!fits("", Some(&code.hash())));
        assert!(!fits(&code.grouped(), None));
        assert!(!fits("not a code", None));
        assert!(!fits(&"0".repeat(1_000_000), Some(&code.hash())));
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        let refused = ReceiptKey::new(b"short").unwrap_err();
        assert_eq!(refused.to_string(), "a receipt key is 32 bytes long");
    }
}
