//! The hash chain (R8.4).

use std::fmt;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// SHA-256 of an entry, or the 32 zero bytes that the first entry follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hash(pub(crate) [u8; 32]);

impl Hash {
    /// What the first entry follows.
    pub(crate) const GENESIS: Self = Self([0; 32]);

    /// Reads the bytes that a database keeps; nothing where they are not 32.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Reads 64 hexadecimal digits.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let digits = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        digits.then_some(Self(bytes))
    }

    /// The bytes for the database.
    pub(crate) fn to_vec(self) -> Vec<u8> {
        self.0.to_vec()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        f.write_str(&text)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The end of the chain: a position and the hash there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The last position; 0 where there is no entry.
    pub(crate) position: i64,
    /// The hash there.
    pub(crate) hash: Hash,
}

impl Head {
    /// The head of an empty record.
    pub(crate) const GENESIS: Self = Self {
        position: 0,
        hash: Hash::GENESIS,
    };
}

/// The canonical encoding of an entry, hashed as it is built.
///
/// The bytes are the name `huiyin.audit.entry.v1`, then each field in turn, each with its length in bytes before it as an unsigned
/// 64-bit big-endian number. So no two entries share an encoding: `("ab", "c")` and `("a", "bc")` differ. A field that is absent has
/// the length 2^64 - 1 and no bytes, which differs from an empty one. Numbers are 64-bit big-endian two's complement; instants are
/// microseconds since the epoch; ids are the 16 bytes of the UUID; texts are UTF-8.
pub(crate) struct Canonical(Sha256);

impl Canonical {
    /// Begins with the encoding's name.
    pub(crate) fn new() -> Self {
        Self(Sha256::new()).bytes(b"huiyin.audit.entry.v1")
    }

    /// A field.
    pub(crate) fn bytes(mut self, field: &[u8]) -> Self {
        self.0.update((field.len() as u64).to_be_bytes());
        self.0.update(field);
        self
    }

    /// A number or an instant.
    pub(crate) fn number(self, field: i64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    /// A field that may be absent.
    pub(crate) fn optional(mut self, field: Option<&[u8]>) -> Self {
        match field {
            Some(field) => self.bytes(field),
            None => {
                self.0.update(u64::MAX.to_be_bytes());
                self
            }
        }
    }

    /// The hash of all that was added.
    pub(crate) fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_cannot_flow_into_each_other() {
        let split = |a: &[u8], b: &[u8]| Canonical::new().bytes(a).bytes(b).finish();
        assert_ne!(split(b"ab", b"c"), split(b"a", b"bc"));
    }

    #[test]
    fn an_absent_field_is_not_an_empty_one() {
        let with = |field: Option<&[u8]>| Canonical::new().optional(field).finish();
        assert_ne!(with(None), with(Some(b"")));
    }

    #[test]
    fn a_hash_is_read_back_as_it_is_shown() {
        let hash = Canonical::new().finish();
        assert_eq!(Hash::read(&hash.to_string()), Some(hash));
        for bad in ["", "zz", &"+1".repeat(32), &"0".repeat(66)] {
            assert_eq!(Hash::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_encoding_is_the_one_that_is_documented() {
        let mut bytes = Vec::new();
        for field in [b"huiyin.audit.entry.v1".as_slice(), &7_i64.to_be_bytes()] {
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field);
        }
        let by_hand: [u8; 32] = Sha256::digest(&bytes).into();
        assert_eq!(Canonical::new().number(7).finish(), Hash(by_hand));
    }
}
